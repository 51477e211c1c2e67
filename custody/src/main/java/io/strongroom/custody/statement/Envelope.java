package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_SIGNATURE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A signed statement: DSSE envelope of a payload, its type, and its signatures. Public data, an
/// immutable value.
///
/// The signatures are over [#pae()], so over the payload's exact bytes and its kind: no signature
/// can be read as another kind. An envelope is not verified by being parsed: call [#verify] with
/// the key that the log knows for [#keyId()], and only then [Statements#decode].
///
/// Source: DSSE 1.0 (PAE), `log.md`. GENESIS has one signature of everybody, in ascending order of
/// key ids; every other kind has one.
///
/// @param kind of the payload
/// @param payload canonical JSON
/// @param signatures by ascending, distinct key id
public record Envelope(StatementKind kind, Bytes payload, List<Signature> signatures) {

  /// The longest envelope: it must fit a leaf.
  public static final int MAX_BYTES = 65_000;

  /// The most signatures, which only GENESIS may have.
  public static final int MAX_SIGNATURES = 128;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  public Envelope {
    signatures = List.copyOf(signatures);
  }

  /// One Ed25519 signature.
  ///
  /// @param keyId of the credential, node or coordinator
  /// @param signature 64 bytes
  public record Signature(String keyId, Bytes signature) {}

  /// Parses an envelope from its canonical JSON. Verifies nothing.
  ///
  /// @throws InvalidStatementException if it is not canonical, too large, of an unknown type, or
  ///   has the wrong number of signatures for its kind
  public static Envelope parse(byte[] bytes) throws InvalidStatementException {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidStatementException(
          TOO_LARGE, "", "an envelope has at most " + MAX_BYTES + " bytes");
    }
    return fromJson(CanonicalJson.parseStrict(bytes), "");
  }

  /// Reads an envelope out of canonical JSON that was already parsed.
  ///
  /// @param path of the envelope in its document, for errors; may be empty
  /// @throws InvalidStatementException as [#parse]
  public static Envelope fromJson(JsonNode node, String path) throws InvalidStatementException {
    Fields fields = Fields.of(node, path);
    Bytes payload = fields.base64("payload", 2, MAX_BYTES);
    StatementKind kind = fields.kind("payloadType", StatementKind::ofPayloadType);
    int most = kind == StatementKind.GENESIS ? MAX_SIGNATURES : 1;
    List<Signature> signatures = fields.list("signatures", 1, most, Envelope::signature);
    fields.end();
    for (int i = 1; i < signatures.size(); i++) {
      if (signatures.get(i - 1).keyId().compareTo(signatures.get(i).keyId()) >= 0) {
        throw new InvalidStatementException(
            INCONSISTENT,
            fields.path("signatures") + "[" + i + "].keyid",
            "key ids are not strictly ascending");
      }
    }
    return new Envelope(kind, payload, signatures);
  }

  private static Signature signature(Fields fields) throws InvalidStatementException {
    var signature =
        new Signature(
            fields.identifier("keyid"),
            fields.base64(
                "sig", Ed25519PublicKey.SIGNATURE_LENGTH, Ed25519PublicKey.SIGNATURE_LENGTH));
    fields.end();
    return signature;
  }

  /// Signs a statement. Its payload is what [Statements#encode] gives.
  public static Envelope sign(Statement statement, StatementSigner signer) {
    return sign(statement.kind(), Bytes.of(Statements.encode(statement)), signer);
  }

  /// Signs a payload that is already canonical JSON.
  public static Envelope sign(StatementKind kind, Bytes payload, StatementSigner signer) {
    Bytes signature = Bytes.of(signer.sign(pae(kind, payload)));
    return new Envelope(kind, payload, List.of(new Signature(signer.keyId(), signature)));
  }

  /// The key id of the one signature; of the first one for GENESIS.
  public String keyId() {
    return signatures.getFirst().keyId();
  }

  /// The signature under a key id.
  public Optional<Signature> signatureOf(String keyId) {
    return signatures.stream().filter(signature -> signature.keyId().equals(keyId)).findFirst();
  }

  /// Verifies the one signature under the key that its key id stands for. Variable time.
  ///
  /// @throws InvalidStatementException BAD_SIGNATURE if it does not verify; BAD_FIELD if there is
  ///   more than one signature
  public void verify(Ed25519PublicKey key) throws InvalidStatementException {
    if (signatures.size() != 1) {
      throw new InvalidStatementException(BAD_FIELD, "signatures", "exactly one is expected");
    }
    if (!key.verify(pae(), signatures.getFirst().signature().toArray())) {
      throw new InvalidStatementException(
          BAD_SIGNATURE, "signatures[0].sig", "not a signature of this payload by " + keyId());
    }
  }

  /// The bytes that are signed: DSSE's pre-authentication encoding `DSSEv1 len type len payload`.
  public byte[] pae() {
    return pae(kind, payload);
  }

  /// The pre-authentication encoding of a payload of this kind.
  public static byte[] pae(StatementKind kind, Bytes payload) {
    String type = kind.payloadType();
    byte[] head =
        ("DSSEv1 " + type.length() + " " + type + " " + payload.length() + " ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] body = payload.toArray();
    byte[] pae = new byte[head.length + body.length];
    System.arraycopy(head, 0, pae, 0, head.length);
    System.arraycopy(body, 0, pae, head.length, body.length);
    return pae;
  }

  /// SHA-256 of the payload: with signer and id it recognises duplicates, whatever the signature's
  /// bytes are.
  public Hash32 payloadHash() {
    return payload.sha256();
  }

  /// The envelope's JSON.
  public ObjectNode json() {
    ObjectNode node = JSON.objectNode();
    node.put("payload", payload.base64());
    node.put("payloadType", kind.payloadType());
    var list = node.putArray("signatures");
    for (Signature signature : signatures) {
      list.addObject().put("keyid", signature.keyId()).put("sig", signature.signature().base64());
    }
    return node;
  }

  /// The envelope's canonical JSON.
  public byte[] bytes() {
    return CanonicalJson.write(json());
  }
}
