package io.strongroom.platform.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreTest {

  @TempDir private Path directory;
  private StoreFixture fixture;
  private LogStore store;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(directory.resolve("db").toString());
    store = fixture.store();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void newStore_isTheEmptyLog() {
    assertEquals(StoredHead.empty(), store.head());
    assertEquals(List.of(), store.entries(0, 10));
    assertTrue(store.latestCheckpoint().isEmpty());
    assertTrue(store.committed().isEmpty());
    assertTrue(store.entry(0).isEmpty());
  }

  @Test
  void appendedEntries_comeBackWithTheirHead() {
    byte[] document = {7, 8, 9};
    StoredEntry entry =
        StoredEntry.of(0, 5, "GENESIS", new byte[] {1, 2, 3}, Optional.of(document));
    store.appendBatch(0, List.of(entry), StoreFixture.head(1));

    StoredEntry read = store.entry(0).orElseThrow();
    assertArrayEquals(entry.leaf(), read.leaf());
    assertArrayEquals(document, read.attachment().orElseThrow());
    assertEquals("GENESIS", read.kind());
    assertEquals(5, read.tsMillis());
    assertEquals(StoreFixture.head(1), store.head());
    assertEquals(0, store.entryByLeafHash(entry.leafHash()).orElseThrow().seq());
    assertTrue(store.entryByLeafHash(new byte[32]).isEmpty());
  }

  @Test
  void reopenedStore_holdsTheSame() {
    StoreFixture.append(store, 0, 3);
    fixture.close();

    open();

    assertEquals(StoreFixture.head(3), store.head());
    assertArrayEquals(StoreFixture.leaf(2), store.entry(2).orElseThrow().leaf());
  }

  @Test
  void largeLog_isReadInOrderPageByPage() {
    for (int from = 0; from < 768; from += 256) {
      StoreFixture.append(store, from, 256);
    }
    StoreFixture.append(store, 768, 1);
    List<Long> seen = new ArrayList<>();

    store.loadFrom(5, entry -> seen.add(entry.seq()));

    assertEquals(LongStream.range(5, 769).boxed().toList(), seen);
    assertEquals(LogStore.MAX_BATCH, store.entries(0, 10_000).size());
    assertEquals(1, store.entries(768, 10_000).size());
    assertEquals(List.of(), store.entries(769, 10_000));
  }

  @Test
  void batchThatContinuesAnotherSize_isAConflictAndChangesNothing() {
    StoreFixture.append(store, 0, 2);

    LogConflictException conflict =
        assertThrows(LogConflictException.class, () -> StoreFixture.append(store, 1, 5));

    assertEquals(1, conflict.expectedSize());
    assertEquals(2, conflict.actualSize());
    assertEquals(StoreFixture.head(2), store.head());
    assertTrue(store.entry(2).isEmpty());
    StoreFixture.append(store, 2, 1);
  }

  @Test
  void racingWriters_exactlyOneWinsEveryPosition() throws Exception {
    int writers = 6;
    int rounds = 20;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        long size = round;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> outcomes = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
          outcomes.add(threads.submit(() -> wins(start, size)));
        }
        start.countDown();
        int winners = 0;
        for (Future<Boolean> outcome : outcomes) {
          winners += outcome.get() ? 1 : 0;
        }
        assertEquals(1, winners, "at position " + size);
      }
    }
    assertEquals(rounds, store.head().size());
  }

  private boolean wins(CountDownLatch start, long size) throws InterruptedException {
    start.await();
    try {
      StoreFixture.append(store, size, 1);
      return true;
    } catch (LogConflictException e) {
      return false;
    }
  }

  @Test
  void workAlongside_isInTheSameTransaction() {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                store.appendBatch(
                    0,
                    StoreFixture.entries(0, 2),
                    StoreFixture.head(2),
                    () -> {
                      throw new IllegalStateException("no");
                    }));

    assertEquals("no", thrown.getMessage());
    assertEquals(0, store.head().size());
    assertTrue(store.entry(0).isEmpty());
    StoreFixture.append(store, 0, 1);
  }

  @Test
  void durableCommitInsideATransaction_isRefused() {
    assertThrows(
        IllegalStateException.class,
        () ->
            store.appendBatch(
                0,
                List.of(),
                StoreFixture.head(0),
                () -> fixture.bean(DurableCommit.class).run(() -> {})));
  }

  @Test
  void misshapenBatch_isRefusedBeforeAnythingIsWritten() {
    List<StoredEntry> gap =
        List.of(StoreFixture.entries(0, 1).get(0), StoreFixture.entries(2, 1).get(0));

    refused(() -> store.appendBatch(0, gap, StoreFixture.head(2)));
    refused(() -> store.appendBatch(0, StoreFixture.entries(0, 2), StoreFixture.head(3)));
    refused(() -> store.appendBatch(1, StoreFixture.entries(0, 2), StoreFixture.head(2)));
    refused(() -> store.appendBatch(0, StoreFixture.entries(0, 257), StoreFixture.head(257)));
    assertEquals(0, store.head().size());
  }

  @Test
  void entryOutOfRange_isRefused() {
    refused(() -> StoredEntry.of(-1, 0, "K", new byte[1], Optional.empty()));
    refused(() -> StoredEntry.of(0, -1, "K", new byte[1], Optional.empty()));
    refused(() -> StoredEntry.of(0, 0, "", new byte[1], Optional.empty()));
    refused(() -> StoredEntry.of(0, 0, "K", new byte[65_536], Optional.empty()));
    refused(() -> StoredEntry.of(0, 0, "K", new byte[0], Optional.empty()));
    refused(() -> StoredEntry.of(0, 0, "K", new byte[1], Optional.of(new byte[1024 * 1024 + 1])));
    refused(() -> new StoredHead(1, new byte[31], new byte[0], new byte[32]));
    refused(() -> new StoredHead(1, new byte[32], new byte[0], new byte[31]));
  }

  @Test
  void editedLeaf_isFoundWhenRead() throws SQLException {
    StoreFixture.append(store, 0, 3);
    sql("UPDATE log_entry SET leaf = CAST('other' AS BYTEA) WHERE seq = 1");

    assertEquals(0, store.entry(0).orElseThrow().seq());
    assertThrows(CorruptStoreException.class, () -> store.entry(1));
    assertThrows(CorruptStoreException.class, () -> store.loadFrom(0, entry -> {}));
  }

  @Test
  void deletedEntry_isFoundWhenRead() throws SQLException {
    StoreFixture.append(store, 0, 3);
    sql("DELETE FROM log_entry WHERE seq = 1");

    assertThrows(CorruptStoreException.class, () -> store.entries(0, 3));
    assertThrows(CorruptStoreException.class, () -> store.loadFrom(0, entry -> {}));
  }

  @Test
  void secondNoteForOneSize_isNotStored() {
    StoreFixture.append(store, 0, 2);
    byte[] first = {1};

    assertArrayEquals(first, store.putCheckpointIfAbsent(2, first).note());
    assertArrayEquals(first, store.putCheckpointIfAbsent(2, new byte[] {2}).note());
    assertArrayEquals(first, store.checkpoint(2).orElseThrow().note());
    store.putCheckpointIfAbsent(1, new byte[] {3});
    assertEquals(2, store.latestCheckpoint().orElseThrow().size());
    refused(() -> store.putCheckpointIfAbsent(3, first));
    refused(() -> store.putCheckpointIfAbsent(1, new byte[0]));
  }

  @Test
  void committedNote_onlyMovesForward() {
    StoreFixture.append(store, 0, 3);

    assertTrue(store.markCommitted(2, new byte[] {2}));
    assertTrue(store.markCommitted(2, new byte[] {3}));
    assertFalse(store.markCommitted(1, new byte[] {1}));
    assertEquals(2, store.committed().orElseThrow().size());
    assertArrayEquals(new byte[] {3}, store.committed().orElseThrow().note());
    refused(() -> store.markCommitted(4, new byte[] {1}));
  }

  private static void refused(Runnable action) {
    assertThrows(IllegalArgumentException.class, action::run);
  }

  private void sql(String statement) throws SQLException {
    DataSource dataSource = DelegatingDataSource.unwrapDataSource(fixture.bean(DataSource.class));
    try (Connection connection = dataSource.getConnection();
        Statement jdbc = connection.createStatement()) {
      jdbc.execute(statement);
    }
  }
}
