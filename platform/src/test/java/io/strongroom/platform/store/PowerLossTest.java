package io.strongroom.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.server.ProcessProperties;
import io.strongroom.platform.store.SimulatedDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left when the machine, and not only the process, is lost; and what happens when the disk
/// fails.
final class PowerLossTest {

  private static final int APPENDS = 24;
  private static final int CUT_EVERY = 3;

  @TempDir private Path directory;

  @BeforeEach
  void install() {
    SimulatedDisk.install();
  }

  @Test
  void acknowledgedEntries_surviveLossOfPowerAtAnyPoint() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (StoreFixture fixture = new StoreFixture(simulated())) {
      for (int size = 1; size <= APPENDS; size++) {
        long before = SimulatedDisk.forces();
        StoreFixture.append(fixture.store(), size - 1, 1);
        assertTrue(
            SimulatedDisk.forces() > before, "acknowledged without forcing, at size " + size);
        if (size % CUT_EVERY == 0) {
          Path lost = directory.resolve("lost-" + size + ".mv.db");
          SimulatedDisk.loseEverythingSince(file(), lost, random);
          assertEquals(size, entriesIn("lost-" + size), "after a power loss, seed " + seed);
        }
      }
    }
  }

  /// The test of the test: a commit without the durable wrapper does get lost, so the simulated
  /// disk bites.
  @Test
  void commitWithoutForce_isLost() throws Exception {
    try (StoreFixture fixture = new StoreFixture(simulated())) {
      StoreFixture.append(fixture.store(), 0, 1);
      List<LogEntryRow> rows = StoreFixture.entries(1, 1).stream().map(StoredEntry::toRow).toList();
      fixture.bean(LogEntryRepository.class).saveAll(rows);
      Path lost = directory.resolve("lost.mv.db");
      SimulatedDisk.loseEverythingSince(file(), lost, never());

      assertEquals(1, entriesIn("lost"));
    }
  }

  @Test
  void writersAtTheSameTime_shareForces() throws Exception {
    int writers = 32;
    try (StoreFixture fixture = new StoreFixture(simulated());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StoreFixture.append(fixture.store(), 0, 1);
      LogStore store = fixture.store();
      List<Future<?>> pending = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        byte[] note = {(byte) i};
        pending.add(threads.submit(() -> store.markCommitted(1, note)));
      }
      for (Future<?> future : pending) {
        future.get();
      }
      Path lost = directory.resolve("lost.mv.db");
      SimulatedDisk.loseEverythingSince(file(), lost, never());
      assertEquals(1, entriesIn("lost"));
    }
  }

  @Test
  void fullDisk_isSaidStopsWritingAndLosesNothing() throws Exception {
    StoreFixture fixture = new StoreFixture(simulated());
    Readiness readiness = fixture.bean(Readiness.class);
    readiness.withdraw(Readiness.STARTING);
    StoreFixture.append(fixture.store(), 0, 5);
    LogStore store = fixture.store();

    SimulatedDisk.fail(Fault.FULL);
    StoreFailedException failure =
        assertThrows(StoreFailedException.class, () -> StoreFixture.append(store, 5, 1));

    assertTrue(failure.diskFull(), String.valueOf(failure.getCause()));
    assertEquals(ExitCode.DISK, ProcessFailure.of(failure).exitCode());
    assertTrue(ProcessFailure.of(failure).sentence().contains("disk is full"));
    assertFalse(readiness.ready());
    SimulatedDisk.fail(Fault.NONE);
    assertThrows(StoreFailedException.class, () -> StoreFixture.append(store, 5, 1));
    Files.copy(file(), directory.resolve("copy.mv.db"));
    fixture.close();
    assertEquals(5, entriesIn("copy"));
  }

  @Test
  void failedForce_isNeverForgotten() throws Exception {
    StoreFixture fixture = new StoreFixture(simulated());
    StoreFixture.append(fixture.store(), 0, 2);
    LogStore store = fixture.store();

    SimulatedDisk.fail(Fault.FORCE_FAILS);
    assertThrows(StoreFailedException.class, () -> StoreFixture.append(store, 2, 1));
    SimulatedDisk.fail(Fault.NONE);

    StoreFailedException later =
        assertThrows(StoreFailedException.class, () -> StoreFixture.append(store, 3, 1));
    assertTrue(String.valueOf(later.getMessage()).contains("until the process restarts"));
    fixture.close();
  }

  private String simulated() {
    return "simdisk:" + directory.resolve("db");
  }

  private Path file() {
    return directory.resolve("db.mv.db");
  }

  private static Random never() {
    return new Random() {
      @Override
      public boolean nextBoolean() {
        return false;
      }
    };
  }

  private int entriesIn(String name) throws SQLException, IOException {
    String url = ProcessProperties.h2Url(directory.resolve(name).toString());
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT seq, leaf FROM log_entry ORDER BY seq")) {
      int count = 0;
      while (rows.next()) {
        assertEquals(count, rows.getLong(1));
        org.junit.jupiter.api.Assertions.assertArrayEquals(
            StoreFixture.leaf(count), rows.getBytes(2));
        count++;
      }
      return count;
    }
  }
}
