package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_BASE64;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_SIGNATURE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TYPE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.MISSING_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.NOT_CANONICAL;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNKNOWN_FIELD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.InvalidStatementException.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private final Ed25519PrivateKey desk = SampleStatements.key("desk-1");
  private final Envelope envelope =
      Envelope.sign(SampleStatements.request(), desk.signer("desk-1"));

  @Test
  void signedEnvelope_parsesVerifiesAndDecodes() throws Exception {
    Envelope parsed = Envelope.parse(envelope.bytes());
    assertEquals(envelope, parsed);
    parsed.verify(desk.publicKey());
    assertEquals("desk-1", parsed.keyId());
    assertEquals(SampleStatements.request(), Statements.decode(parsed));
    assertEquals(
        Hash32.sha256(Statements.encode(SampleStatements.request())), parsed.payloadHash());
  }

  /// DSSE's protocol: `DSSEv1 SP len(type) SP type SP len(payload) SP payload`, lengths in decimal
  /// bytes.
  @Test
  void preAuthenticationEncoding_isThatOfDsse() {
    byte[] pae =
        Envelope.pae(
            StatementKind.VETO, Bytes.of("hello world".getBytes(StandardCharsets.US_ASCII)));
    assertArrayEquals(
        "DSSEv1 39 application/vnd.strongroom.veto.v1+json 11 hello world"
            .getBytes(StandardCharsets.US_ASCII),
        pae);
  }

  @Test
  void payloadTypes_areExact() {
    assertEquals(
        "application/vnd.strongroom.approval.v1+json", StatementKind.APPROVAL.payloadType());
    for (String odd :
        List.of(
            "application/vnd.strongroom.APPROVAL.v1+json",
            "application/vnd.strongroom.approval.v2+json",
            "application/vnd.strongroom.approval.v1+json ",
            "application/json",
            "")) {
      assertTrue(StatementKind.ofPayloadType(odd).isEmpty(), odd);
      assertRefused(BAD_TYPE, "payloadType", node -> node.put("payloadType", odd));
    }
  }

  @ParameterizedTest
  @EnumSource(StatementKind.class)
  void signature_holdsForNoOtherKind(StatementKind other) {
    var relabelled = new Envelope(other, envelope.payload(), envelope.signatures());
    boolean same = other == StatementKind.REQUEST;
    if (!same) {
      assertSignatureRefused(relabelled, desk.publicKey());
    }
  }

  @Test
  void everyFlippedBitOfThePayload_breaksTheSignature() {
    byte[] payload = envelope.payload().toArray();
    for (int i = 0; i < payload.length; i++) {
      byte[] changed = payload.clone();
      changed[i] ^= 1;
      assertSignatureRefused(
          new Envelope(StatementKind.REQUEST, Bytes.of(changed), envelope.signatures()),
          desk.publicKey());
    }
  }

  @Test
  void anotherKey_doesNotVerify() {
    assertSignatureRefused(envelope, SampleStatements.key("board-1").publicKey());
  }

  @Test
  void keyId_isNotWhatVerifies() throws Exception {
    Bytes signature = envelope.signatures().getFirst().signature();
    var renamed =
        new Envelope(
            StatementKind.REQUEST,
            envelope.payload(),
            List.of(new Envelope.Signature("board-1", signature)));
    assertSignatureRefused(renamed, SampleStatements.key("board-1").publicKey());
  }

  @Test
  void envelopeWithOtherFields_isRefused() {
    assertRefused(UNKNOWN_FIELD, "extra", node -> node.put("extra", 1));
    assertRefused(UNKNOWN_FIELD, "signatures[0].cert", node -> signature(node).put("cert", ""));
    assertRefused(MISSING_FIELD, "payload", node -> node.remove("payload"));
    assertRefused(MISSING_FIELD, "payloadType", node -> node.remove("payloadType"));
    assertRefused(MISSING_FIELD, "signatures", node -> node.remove("signatures"));
    assertRefused(MISSING_FIELD, "signatures[0].keyid", node -> signature(node).remove("keyid"));
    assertRefused(MISSING_FIELD, "signatures[0].sig", node -> signature(node).remove("sig"));
    assertRefused(BAD_FIELD, "signatures[0].keyid", node -> signature(node).put("keyid", "a b"));
    assertRefused(BAD_FIELD, "signatures[0].keyid", node -> signature(node).put("keyid", ""));
    assertRefused(
        BAD_FIELD, "signatures[0]", node -> node.withArray("signatures").removeAll().add("x"));
  }

  @Test
  void otherThanOneSignature_isRefusedUnlessGenesis() throws Exception {
    assertRefused(BAD_FIELD, "signatures", node -> node.putArray("signatures"));
    assertRefused(
        TOO_LARGE, "signatures", node -> node.withArray("signatures").add(signature(node)));
    Envelope genesis = SampleStatements.signedGenesis();
    assertEquals(7, genesis.signatures().size());
    assertEquals(genesis, Envelope.parse(genesis.bytes()));
    var e = assertThrows(InvalidStatementException.class, () -> genesis.verify(desk.publicKey()));
    assertEquals(BAD_FIELD, e.code());
  }

  @Test
  void genesisSignatures_areInAscendingOrderOfDistinctKeyIds() throws Exception {
    Envelope genesis = SampleStatements.signedGenesis();
    List<Envelope.Signature> reversed = genesis.signatures().reversed();
    var unordered = new Envelope(StatementKind.GENESIS, genesis.payload(), reversed);
    List<Envelope.Signature> twice = new ArrayList<>(genesis.signatures());
    twice.add(1, twice.getFirst());
    var repeated = new Envelope(StatementKind.GENESIS, genesis.payload(), twice);
    for (Envelope odd : List.of(unordered, repeated)) {
      var e = assertThrows(InvalidStatementException.class, () -> Envelope.parse(odd.bytes()));
      assertEquals(INCONSISTENT, e.code());
      assertEquals("signatures[1].keyid", e.field());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void signatureOfOtherLength_isRefused(int length) {
    var e =
        assertThrows(
            InvalidStatementException.class,
            () ->
                Envelope.parse(
                    changed(
                        node -> signature(node).put("sig", Bytes.of(new byte[length]).base64()))));
    assertEquals("signatures[0].sig", e.field());
  }

  @Test
  void malleatedBase64_isRefused() {
    String sig = envelope.signatures().getFirst().signature().base64();
    assertTrue(sig.endsWith("=="));
    String unpadded = sig.substring(0, sig.length() - 2);
    // 64 bytes leave four unused bits in the last character.
    char last = unpadded.charAt(unpadded.length() - 1);
    String strayBits = unpadded.substring(0, unpadded.length() - 1) + (char) (last + 1) + "==";
    for (String odd :
        List.of(unpadded, strayBits, sig.replace("==", "=A"), unpadded + "=", unpadded + "= ")) {
      assertRefused(BAD_BASE64, "signatures[0].sig", node -> signature(node).put("sig", odd));
    }
    assertRefused(
        BAD_BASE64, "payload", node -> node.put("payload", envelope.payload().base64() + "="));
    assertRefused(BAD_BASE64, "payload", node -> node.put("payload", "e-0="));
  }

  @Test
  void nonCanonicalEnvelope_isRefused() {
    byte[] bytes =
        (" " + new String(envelope.bytes(), StandardCharsets.US_ASCII))
            .getBytes(StandardCharsets.US_ASCII);
    var e = assertThrows(InvalidStatementException.class, () -> Envelope.parse(bytes));
    assertEquals(NOT_CANONICAL, e.code());
  }

  @Test
  void nonCanonicalPayload_isRefusedAlthoughSigned() {
    String payload = new String(envelope.payload().toArray(), StandardCharsets.US_ASCII);
    Bytes spaced = Bytes.of(payload.replace("\":", "\": ").getBytes(StandardCharsets.US_ASCII));
    Envelope signed = Envelope.sign(StatementKind.REQUEST, spaced, desk.signer("desk-1"));
    var e = assertThrows(InvalidStatementException.class, () -> Statements.decode(signed));
    assertEquals(NOT_CANONICAL, e.code());
  }

  @Test
  void tooLongEnvelope_isRefusedBeforeItIsParsed() {
    var e =
        assertThrows(
            InvalidStatementException.class,
            () -> Envelope.parse(new byte[Envelope.MAX_BYTES + 1]));
    assertEquals(TOO_LARGE, e.code());
  }

  @Test
  void envelope_keepsItsOwnCopyOfTheSignatures() {
    List<Envelope.Signature> list = new ArrayList<>(envelope.signatures());
    var copy = new Envelope(envelope.kind(), envelope.payload(), list);
    list.clear();
    assertEquals(envelope, copy);
    assertFalse(copy.signatureOf("desk-1").isEmpty());
    assertTrue(copy.signatureOf("desk-2").isEmpty());
  }

  private static void assertSignatureRefused(Envelope envelope, Ed25519PublicKey key) {
    var e = assertThrows(InvalidStatementException.class, () -> envelope.verify(key));
    assertEquals(BAD_SIGNATURE, e.code());
  }

  private void assertRefused(Code code, String field, Consumer<ObjectNode> change) {
    var e = assertThrows(InvalidStatementException.class, () -> Envelope.parse(changed(change)));
    assertEquals(field, e.field());
    assertEquals(code, e.code(), e.getMessage());
  }

  private byte[] changed(Consumer<ObjectNode> change) {
    ObjectNode node = envelope.json();
    change.accept(node);
    return CanonicalJson.write(node);
  }

  private static ObjectNode signature(ObjectNode node) {
    return (ObjectNode) node.get("signatures").get(0);
  }
}
