package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_SIGNATURE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TYPE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.MISSING_SIGNATURE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNKNOWN_SIGNER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Collects everybody's signatures of a GENESIS. Public data, an immutable value: adding gives a
/// new one.
///
/// Every node (identity key), the coordinator and every credential must sign. Each signer first
/// compares the origin with the others by another way than the one the draft came by; whoever later
/// pins the origin has pinned all of it.
public final class GenesisCeremony {

  private final Genesis genesis;
  private final Bytes payload;
  private final SortedMap<String, Ed25519PublicKey> signers;
  private final SortedMap<String, Envelope.Signature> signatures;

  private GenesisCeremony(
      Genesis genesis, Bytes payload, SortedMap<String, Envelope.Signature> signatures) {
    this.genesis = genesis;
    this.payload = payload;
    this.signers = signersOf(genesis);
    this.signatures = signatures;
  }

  /// Opens the ceremony of a draft.
  ///
  /// @param accepted the weaknesses of its parameters that people accept by name
  /// @throws InvalidStatementException UNSAFE_QUORUM for any other weakness; TOO_LARGE if the
  ///   signed envelope would not fit a leaf
  /// @throws IllegalArgumentException if the draft does not fit the schema of GENESIS, or has too
  ///   many signers for an envelope
  public static GenesisCeremony open(Genesis genesis, Set<QuorumParameters.Weakness> accepted)
      throws InvalidStatementException {
    genesis.parameters().requireGood(accepted);
    var ceremony =
        new GenesisCeremony(genesis, Bytes.of(Statements.encode(genesis)), new TreeMap<>());
    ceremony.requireRoom();
    return ceremony;
  }

  /// Refuses a draft whose finished envelope would not fit a leaf, before anybody signs it.
  private void requireRoom() throws InvalidStatementException {
    Bytes blank = Bytes.of(new byte[Ed25519PublicKey.SIGNATURE_LENGTH]);
    List<Envelope.Signature> all =
        signers.keySet().stream().map(id -> new Envelope.Signature(id, blank)).toList();
    int length = new Envelope(StatementKind.GENESIS, payload, all).bytes().length;
    if (all.size() > Envelope.MAX_SIGNATURES || length > Envelope.MAX_BYTES) {
      throw new InvalidStatementException(
          TOO_LARGE,
          "",
          "too many people and destinations for one envelope; propose some of them later");
    }
  }

  /// Everybody who must sign: key by key id.
  public static SortedMap<String, Ed25519PublicKey> signersOf(Genesis genesis) {
    SortedMap<String, Ed25519PublicKey> signers = new TreeMap<>();
    signers.put(Genesis.Coordinator.ID, genesis.coordinator().key());
    genesis.nodes().forEach(node -> signers.put(node.id(), node.identity()));
    genesis.credentials().forEach(credential -> signers.put(credential.id(), credential.key()));
    return Collections.unmodifiableSortedMap(signers);
  }

  public Genesis genesis() {
    return genesis;
  }

  /// What everybody compares before signing.
  public String origin() {
    return Genesis.originOf(payload);
  }

  /// One signer's signature, as an envelope to send back to whoever runs the ceremony.
  ///
  /// @throws InvalidStatementException UNKNOWN_SIGNER if the signer has no part in it;
  ///   BAD_SIGNATURE if it signs with another key than the draft names
  public Envelope sign(StatementSigner signer) throws InvalidStatementException {
    Envelope envelope = Envelope.sign(StatementKind.GENESIS, payload, signer);
    requireGenuine(envelope.signatures().getFirst());
    return envelope;
  }

  /// Adds the signatures of an envelope of this draft. One that is there already stays.
  ///
  /// @throws InvalidStatementException BAD_TYPE, INCONSISTENT if it is of another draft,
  ///   UNKNOWN_SIGNER, BAD_SIGNATURE
  public GenesisCeremony add(Envelope envelope) throws InvalidStatementException {
    if (envelope.kind() != StatementKind.GENESIS) {
      throw new InvalidStatementException(BAD_TYPE, "payloadType", "not a GENESIS");
    }
    if (!envelope.payload().equals(payload)) {
      throw new InvalidStatementException(
          INCONSISTENT, "payload", "not the draft of this ceremony");
    }
    SortedMap<String, Envelope.Signature> next = new TreeMap<>(signatures);
    for (Envelope.Signature signature : envelope.signatures()) {
      requireGenuine(signature);
      next.putIfAbsent(signature.keyId(), signature);
    }
    return new GenesisCeremony(genesis, payload, next);
  }

  private void requireGenuine(Envelope.Signature signature) throws InvalidStatementException {
    Ed25519PublicKey key = signers.get(signature.keyId());
    if (key == null) {
      throw new InvalidStatementException(
          UNKNOWN_SIGNER, "signatures", signature.keyId() + " has no part in this genesis");
    }
    byte[] pae = Envelope.pae(StatementKind.GENESIS, payload);
    if (!key.verify(pae, signature.signature().toArray())) {
      throw new InvalidStatementException(
          BAD_SIGNATURE, "signatures", "not a signature of this genesis by " + signature.keyId());
    }
  }

  /// Who has not signed yet.
  public SortedSet<String> missing() {
    SortedSet<String> missing = new TreeSet<>(signers.keySet());
    missing.removeAll(signatures.keySet());
    return missing;
  }

  /// The envelope with everybody's signature.
  ///
  /// @throws InvalidStatementException MISSING_SIGNATURE, naming who has not signed
  public Envelope finish() throws InvalidStatementException {
    if (!missing().isEmpty()) {
      throw new InvalidStatementException(
          MISSING_SIGNATURE, "signatures", "not signed yet by " + String.join(", ", missing()));
    }
    List<Envelope.Signature> all = new ArrayList<>(signatures.values());
    return new Envelope(StatementKind.GENESIS, payload, all);
  }

  /// Verifies a finished GENESIS: everybody has signed, and nobody else. Whether it is the right
  /// one, only its origin tells.
  ///
  /// Parameters that people accepted in the ceremony are accepted here.
  ///
  /// @throws InvalidStatementException if the payload does not decode, or a signature is missing,
  ///   unknown or wrong
  public static Genesis verify(Envelope envelope) throws InvalidStatementException {
    if (!(Statements.decode(envelope) instanceof Genesis genesis)) {
      throw new InvalidStatementException(BAD_TYPE, "payloadType", "not a GENESIS");
    }
    var complete = new GenesisCeremony(genesis, envelope.payload(), new TreeMap<>()).add(envelope);
    complete.finish();
    return genesis;
  }

  /// Verifies a finished GENESIS against the pinned hash of its payload.
  ///
  /// @throws InvalidStatementException INCONSISTENT if it is another one; else as
  ///   [#verify(Envelope)]
  public static Genesis verify(Envelope envelope, Hash32 pinned) throws InvalidStatementException {
    if (!envelope.payloadHash().equals(pinned)) {
      throw new InvalidStatementException(
          INCONSISTENT, "payload", "not the genesis with hash " + pinned);
    }
    return verify(envelope);
  }
}
