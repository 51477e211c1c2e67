package io.strongroom.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.node.key.BurnedPairs;
import io.strongroom.threshold.PartyIndex;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BurnedPairsTest {

  private static final String KEY = "hot-1";
  private static final PartyIndex PEER = new PartyIndex(3);
  private static final PartyIndex OTHER = new PartyIndex(2);

  @TempDir private Path directory;

  private String url = "";
  private final AtomicInteger sent = new AtomicInteger();

  @BeforeEach
  void migrate() throws Exception {
    url =
        "jdbc:h2:"
            + directory.resolve("burns")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    try (InputStream script =
            Objects.requireNonNull(
                getClass().getResourceAsStream("/db/migration/process/V100__node.sql"));
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private BurnedPairs pairs() {
    return new BurnedPairs(new BurnRecords(new PlainDatabase(() -> url), Clock.systemUTC()));
  }

  private Optional<PartyIndex> send(BurnedPairs pairs, PartyIndex... peers) {
    return pairs.sendUnlessBurned(KEY, 1, List.of(peers), sent::incrementAndGet);
  }

  @Test
  void suspectedPeer_getsNothingUntilItIsAcquitted() {
    BurnedPairs pairs = pairs();
    pairs.suspect(KEY, 1, PEER);
    assertEquals(Optional.of(PEER), send(pairs, OTHER, PEER));
    assertEquals(Optional.of(PEER), pairs.firstBurned(KEY, 1, List.of(PEER)));
    assertEquals(Optional.empty(), send(pairs, OTHER));
    assertEquals(1, sent.get());
    pairs.acquit(KEY, 1, PEER);
    assertEquals(Optional.empty(), send(pairs, PEER));
    assertTrue(pairs.peers().isEmpty());
  }

  @Test
  void suspectedTwice_isAcquittedOnlyByBoth() {
    BurnedPairs pairs = pairs();
    pairs.suspect(KEY, 1, PEER);
    pairs.suspect(KEY, 1, PEER);
    pairs.acquit(KEY, 1, PEER);
    assertEquals(Optional.of(PEER), send(pairs, PEER));
    pairs.acquit(KEY, 1, PEER);
    assertEquals(Optional.empty(), send(pairs, PEER));
  }

  @Test
  void burnedPair_staysBurned_acrossRestartAndAcquittal() {
    BurnedPairs pairs = pairs();
    pairs.suspect(KEY, 1, PEER);
    pairs.burn(KEY, 1, PEER);
    pairs.acquit(KEY, 1, PEER);
    assertEquals(Optional.of(PEER), send(pairs, PEER));
    assertEquals(Optional.of(PEER), send(pairs(), PEER));
    assertEquals(Optional.empty(), pairs().firstBurned(KEY, 2, List.of(PEER)));
    assertEquals(0, sent.get());
  }
}
