package io.strongroom.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.Hash32;
import io.strongroom.node.store.SigningRecords.Binding;
import io.strongroom.node.store.SigningRecords.Conflict;
import io.strongroom.node.store.SigningRecords.Passing;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningRecordsTest {

  @TempDir private Path directory;

  private String url = "";
  private SigningRecords records = open();

  private static Hash32 hash(String text) {
    return Hash32.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Binding binding(
      long seq, String request, int attempt, String digest, String claim) {
    return new Binding(seq, hash(request), attempt, 0, hash(digest), claim);
  }

  private SigningRecords open() {
    return new SigningRecords(new PlainDatabase(() -> url), Clock.systemUTC());
  }

  @BeforeEach
  void migrate() throws Exception {
    url =
        "jdbc:h2:"
            + directory.resolve("records")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    try (InputStream script =
            Objects.requireNonNull(
                getClass().getResourceAsStream("/db/migration/process/V100__node.sql"));
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    records = open();
  }

  @Test
  void sameDigest_mayBeBoundAgain_anotherNever() {
    assertEquals(
        Optional.empty(), records.bind(List.of(binding(5, "r", 1, "d", "hot|c|0")), Passing.NEVER));
    records = open();

    assertEquals(
        Optional.empty(), records.bind(List.of(binding(5, "r", 1, "d", "hot|c|0")), Passing.NEVER));
    assertEquals(
        Optional.of(Conflict.OTHER_DIGEST),
        records.bind(List.of(binding(5, "r", 1, "e", "hot|c|0")), Passing.NEVER));
    assertEquals(
        Optional.of(Conflict.OTHER_DIGEST),
        records.recordPossiblySigned(List.of(binding(5, "r", 1, "e", "hot|c|0"))));
  }

  @Test
  void nonceThatMayPass_passesOnce_andNotBack() {
    records.bind(List.of(binding(5, "r", 1, "d", "hot|c|0")), Passing.NEVER);
    Passing released = (binding, owner) -> owner.equals(hash("r"));

    assertEquals(
        Optional.empty(), records.bind(List.of(binding(6, "s", 1, "e", "hot|c|0")), released));
    records = open();
    assertEquals(
        Optional.of(Conflict.CLAIM_TAKEN),
        records.recordPossiblySigned(List.of(binding(5, "r", 1, "d", "hot|c|0"))),
        "a session of the former owner stops before its fragment");
    assertEquals(
        Optional.of(Conflict.CLAIM_TAKEN),
        records.bind(List.of(binding(5, "r", 1, "d", "hot|c|0")), released));
    assertEquals(
        Optional.empty(),
        records.recordPossiblySigned(List.of(binding(6, "s", 1, "e", "hot|c|0"))));
  }

  @Test
  void nonceOfAnotherRequest_isTaken() {
    records.bind(List.of(binding(5, "r", 1, "d", "hot|c|0")), Passing.NEVER);

    assertEquals(
        Optional.of(Conflict.CLAIM_TAKEN),
        records.bind(List.of(binding(6, "s", 1, "e", "hot|c|0")), Passing.NEVER));
    assertEquals(
        Optional.empty(), records.bind(List.of(binding(6, "s", 1, "e", "hot|c|1")), Passing.NEVER));
  }

  @Test
  void ofSeveralBindings_allOrNoneAreRecorded() {
    records.bind(List.of(binding(5, "r", 1, "d", "hot|c|0")), Passing.NEVER);

    assertEquals(
        Optional.of(Conflict.CLAIM_TAKEN),
        records.bind(
            List.of(binding(7, "t", 1, "f", "hot|c|9"), binding(6, "s", 1, "e", "hot|c|0")),
            Passing.NEVER));

    assertEquals(
        Optional.empty(), records.bind(List.of(binding(8, "u", 1, "g", "hot|c|9")), Passing.NEVER));
  }

  @Test
  void releaseAndFragment_excludeEachOther() {
    byte[] statement = {1, 2, 3};
    assertEquals(
        Optional.empty(),
        records.recordPossiblySigned(List.of(binding(5, "r", 1, "d", "hot|c|0"))));
    assertTrue(records.recordNeverSign(5, statement).isEmpty());

    assertArrayEquals(statement, records.recordNeverSign(6, statement).orElseThrow());
    assertArrayEquals(
        statement, records.recordNeverSign(6, new byte[] {9}).orElseThrow(), "the first one stays");
    records = open();
    Binding released = binding(6, "s", 1, "e", "hot|c|1");
    assertEquals(Optional.of(Conflict.RELEASED), records.recordPossiblySigned(List.of(released)));
    assertEquals(Optional.of(Conflict.RELEASED), records.bind(List.of(released), Passing.NEVER));
    assertFalse(records.isPossiblySigned(6));
    assertTrue(records.isPossiblySigned(5));
  }
}
