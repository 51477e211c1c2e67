package io.strongroom.platform.store;

import io.micronaut.context.ApplicationContext;
import io.strongroom.platform.server.ProcessProperties;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An application context with the store and nothing else, on any H2 path, and entries to put into
/// it.
public final class StoreFixture implements AutoCloseable {

  private final ApplicationContext context;

  public StoreFixture(String path) {
    Map<String, Object> properties =
        new HashMap<>(ProcessProperties.database(ProcessProperties.h2Url(path)));
    properties.put("grpc.server.enabled", false);
    context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .environmentPropertySource(false)
            .properties(properties)
            .start();
  }

  public LogStore store() {
    return context.getBean(LogStore.class);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  /// `count` entries from position `from`, recognisable and a few hundred bytes long.
  static List<StoredEntry> entries(long from, int count) {
    List<StoredEntry> entries = new ArrayList<>();
    for (long seq = from; seq < from + count; seq++) {
      entries.add(
          StoredEntry.of(seq, 1_700_000_000_000L + seq, "REQUEST", leaf(seq), Optional.empty()));
    }
    return entries;
  }

  static byte[] leaf(long seq) {
    ByteBuffer leaf = ByteBuffer.allocate(400);
    while (leaf.remaining() >= Long.BYTES) {
      leaf.putLong(seq * 0x9E3779B97F4A7C15L + leaf.position());
    }
    return leaf.array();
  }

  static StoredHead head(long size) {
    byte[] root = new byte[32];
    ByteBuffer.wrap(root).putLong(size);
    return new StoredHead(size, root, new byte[] {1, 2}, new byte[32]);
  }

  /// Appends one batch.
  static void append(LogStore store, long from, int count) {
    store.appendBatch(from, entries(from, count), head(from + count));
  }
}
