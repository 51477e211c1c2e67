package io.strongroom.custody.log;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TYPE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.MISSING_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.NOT_CANONICAL;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNKNOWN_FIELD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.InvalidStatementException.Code;
import io.strongroom.custody.statement.SampleStatements;
import io.strongroom.custody.statement.StatementKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LeafTest {

  private static final String LOG = SampleStatements.HEADER.log();
  private static final long TS = SampleStatements.NOW;

  private final Envelope request =
      Envelope.sign(SampleStatements.request(), SampleStatements.key("desk-1").signer("desk-1"));
  private final Leaf leaf;

  LeafTest() throws InvalidStatementException {
    leaf = Leaf.of(LOG, 5, TS, request);
  }

  @Test
  void leaf_survivesTheRoundTrip() throws Exception {
    Leaf parsed = Leaf.parse(leaf.bytes().toArray());
    assertEquals(leaf, parsed);
    assertEquals(leaf.hashCode(), parsed.hashCode());
    assertEquals(LOG, parsed.log());
    assertEquals(5, parsed.seq());
    assertEquals(TS, parsed.ts());
    assertEquals(StatementKind.REQUEST, parsed.kind());
    assertEquals(request, parsed.envelope());
  }

  @Test
  void hash_isThatOfTheLeafBytesWithTheLeafPrefix() {
    assertEquals(Hash32.sha256(new byte[] {0}, leaf.bytes().toArray()), leaf.hash());
    assertEquals(Merkle.leafHash(leaf.bytes().toArray()), leaf.hash());
  }

  /// The format is final: this text was written once.
  @Test
  void frozenLeaf_staysTheSame() {
    String text = new String(leaf.bytes().toArray(), StandardCharsets.US_ASCII);
    assertTrue(text.startsWith("{\"env\":{\"payload\":\""), text);
    assertTrue(
        text.endsWith(
            ",\"kind\":\"REQUEST\",\"log\":\""
                + LOG
                + "\",\"seq\":5,\"ts\":1767225600000,\"v\":1}"),
        text);
    assertEquals(
        "7be36083f9753bf30b9a772b77d0c07d47b5ab99d87ff8e66673206a1e59d1d2", leaf.hash().hex());
  }

  @Test
  void everyPartOfALeaf_isHashed() throws Exception {
    assertNotEquals(leaf.hash(), Leaf.of(LOG, 6, TS, request).hash());
    assertNotEquals(leaf.hash(), Leaf.of(LOG, 5, TS + 1, request).hash());
    assertNotEquals(leaf.hash(), Leaf.of("strongroom/" + "cd".repeat(32), 5, TS, request).hash());
  }

  @Test
  void everyChangedByte_isRefusedOrAnotherLeaf() {
    byte[] bytes = leaf.bytes().toArray();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      try {
        assertNotEquals(leaf.hash(), Leaf.parse(changed).hash());
      } catch (InvalidStatementException refused) {
        assertTrue(refused.getMessage() != null);
      }
    }
  }

  @Test
  void closedSchema() {
    for (String field : List.of("v", "log", "seq", "ts", "kind", "env")) {
      assertRefused(MISSING_FIELD, field, node -> node.remove(field));
      assertRefused(BAD_FIELD, field, node -> node.putNull(field));
    }
    assertRefused(UNKNOWN_FIELD, "extra", node -> node.put("extra", 1));
    assertRefused(BAD_FIELD, "v", node -> node.put("v", 2));
    assertRefused(BAD_FIELD, "log", node -> node.put("log", "somewhere"));
    assertRefused(BAD_FIELD, "seq", node -> node.put("seq", "5"));
    assertRefused(BAD_TYPE, "kind", node -> node.put("kind", "request"));
    assertRefused(BAD_TYPE, "kind", node -> node.put("kind", "SOMETHING"));
    assertRefused(
        BAD_TYPE, "env.payloadType", node -> envelope(node).put("payloadType", "text/plain"));
    assertRefused(UNKNOWN_FIELD, "env.x", node -> envelope(node).put("x", 1));
  }

  @Test
  void kindOtherThanTheEnvelopes_isRefused() {
    assertRefused(INCONSISTENT, "kind", node -> node.put("kind", "VETO"));
    assertRefused(
        INCONSISTENT,
        "kind",
        node -> envelope(node).put("payloadType", StatementKind.VETO.payloadType()));
  }

  @Test
  void genesis_standsAtPositionZero_andNothingElseDoes() throws Exception {
    Envelope genesis = SampleStatements.signedGenesis();
    String origin = Genesis.originOf(genesis.payload());
    assertEquals(0, Leaf.of(origin, 0, TS, genesis).seq());
    assertField("seq", () -> Leaf.of(origin, 1, TS, genesis));
    assertField("seq", () -> Leaf.of(LOG, 0, TS, request));
    assertField("log", () -> Leaf.of(LOG, 0, TS, genesis));
  }

  @Test
  void nonCanonicalLeaf_isRefused() {
    String text = new String(leaf.bytes().toArray(), StandardCharsets.US_ASCII);
    byte[] spaced = text.replace(",\"v\":1", ", \"v\":1").getBytes(StandardCharsets.US_ASCII);
    var e = assertThrows(InvalidStatementException.class, () -> Leaf.parse(spaced));
    assertEquals(NOT_CANONICAL, e.code());
  }

  @Test
  void length_isLimited() throws Exception {
    var e =
        assertThrows(
            InvalidStatementException.class, () -> Leaf.parse(new byte[Leaf.MAX_BYTES + 1]));
    assertEquals(TOO_LARGE, e.code());
    var signature = request.signatures();
    var longest = new Envelope(StatementKind.REQUEST, Bytes.of(new byte[48_000]), signature);
    assertTrue(
        Leaf.of(LOG, CanonicalJson.MAX_INTEGER, TS, longest).bytes().length() <= Leaf.MAX_BYTES);
    var tooLong = new Envelope(StatementKind.REQUEST, Bytes.of(new byte[49_200]), signature);
    var refused = assertThrows(InvalidStatementException.class, () -> Leaf.of(LOG, 5, TS, tooLong));
    assertEquals(TOO_LARGE, refused.code());
  }

  /// An envelope that is accepted fits a leaf at every position.
  @Test
  void longestEnvelope_fitsALeaf() throws Exception {
    int most = 0;
    for (StatementKind kind : StatementKind.values()) {
      int empty = new Envelope(kind, Bytes.of(new byte[0]), request.signatures()).bytes().length;
      int wrapped =
          Leaf.of(
                  kind == StatementKind.GENESIS ? Genesis.originOf(Bytes.of(new byte[3])) : LOG,
                  kind == StatementKind.GENESIS ? 0 : CanonicalJson.MAX_INTEGER,
                  CanonicalJson.MAX_INTEGER,
                  new Envelope(kind, Bytes.of(new byte[3]), request.signatures()))
              .bytes()
              .length();
      most = Math.max(most, wrapped - empty - 4);
    }
    assertTrue(Envelope.MAX_BYTES + most <= Leaf.MAX_BYTES, "overhead " + most);
  }

  private void assertRefused(Code code, String field, Consumer<ObjectNode> change) {
    var e =
        assertThrows(
            InvalidStatementException.class,
            () -> {
              ObjectNode node = (ObjectNode) CanonicalJson.parseStrict(leaf.bytes().toArray());
              change.accept(node);
              Leaf.parse(CanonicalJson.write(node));
            });
    assertEquals(field, e.field());
    assertEquals(code, e.code(), e.getMessage());
  }

  private static void assertField(String field, Executable action) {
    var e = assertThrows(InvalidStatementException.class, action);
    assertEquals(INCONSISTENT, e.code());
    assertEquals(field, e.field());
  }

  private static ObjectNode envelope(ObjectNode leaf) {
    return (ObjectNode) leaf.get("env");
  }
}
