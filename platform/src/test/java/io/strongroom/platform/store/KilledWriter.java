package io.strongroom.platform.store;

/// A process that appends to a log until it is killed, and says what was acknowledged.
public final class KilledWriter {

  private KilledWriter() {}

  /// Takes the path of the database.
  public static void main(String[] args) {
    try (StoreFixture fixture = new StoreFixture(args[0])) {
      LogStore store = fixture.store();
      long size = store.head().size();
      while (true) {
        int batch = (int) (size % 5) + 1;
        StoreFixture.append(store, size, batch);
        size += batch;
        System.out.println("acknowledged " + size);
        System.out.flush();
      }
    }
  }
}
