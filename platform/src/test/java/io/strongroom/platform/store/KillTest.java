package io.strongroom.platform.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process (SIGKILL) while it appends, and reads what it left behind.
final class KillTest {

  private static final int KILLS = 3;
  private static final String MARK = "acknowledged ";

  @TempDir private Path directory;

  @Test
  void killedWriter_leavesEverythingItAcknowledgedAndNothingHalf() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String database = directory.resolve("db").toString();
    long before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = writeUntilKilled(database, 20 + random.nextInt(200));
      assertTrue(acknowledged > before, "seed " + seed);
      before = verify(database, acknowledged, seed);
    }
  }

  private static long verify(String database, long acknowledged, long seed) {
    try (StoreFixture fixture = new StoreFixture(database)) {
      LogStore store = fixture.store();
      StoredHead head = store.head();
      assertTrue(head.size() >= acknowledged, head + " after " + acknowledged + ", seed " + seed);
      assertEquals(StoreFixture.head(head.size()), head);
      List<Long> seen = new ArrayList<>();
      store.loadFrom(
          0,
          entry -> {
            assertArrayEquals(StoreFixture.leaf(entry.seq()), entry.leaf());
            seen.add(entry.seq());
          });
      assertEquals(head.size(), seen.size());
      assertTrue(store.entry(head.size()).isEmpty());
      return head.size();
    }
  }

  private static long writeUntilKilled(String database, int lines)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                KilledWriter.class.getName(),
                database)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long acknowledged = -1;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      int read = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(MARK)) {
          acknowledged = Long.parseLong(line.substring(MARK.length()));
          if (++read == lines) {
            // By its handle: Process.destroyForcibly would close the pipe that is still being read.
            process.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged;
  }
}
