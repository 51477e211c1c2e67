package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;
import java.util.Optional;

/// Whose key signs which kind of statement.
final class Speakers {
  private Speakers() {}

  /// Who signed, with the signature verified, and entitled to say this kind of thing.
  static Step.Signer verified(Genesis genesis, Envelope envelope) throws InadmissibleException {
    Step.Signer signer =
        switch (envelope.kind()) {
          case REQUEST, APPROVAL, REJECTION, VETO, CANCEL, FREEZE, PROPOSAL ->
              member(genesis, envelope);
          case RELEASE, KEY -> holder(genesis, envelope);
          case AUTHORIZE, SIGNED, BROADCAST, CONFIRMED, HEARTBEAT -> coordinator(genesis, envelope);
          case GENESIS ->
              throw new InadmissibleException(
                  RefusalCode.NOT_PERMITTED, "kind", "a log has one GENESIS");
        };
    try {
      envelope.verify(key(genesis, signer));
    } catch (InvalidStatementException e) {
      throw new InadmissibleException(
          RefusalCode.BAD_SIGNATURE, e.field(), String.valueOf(e.getMessage()));
    }
    return signer;
  }

  static void requireValid(Credential credential, long ts) throws InadmissibleException {
    require(
        ts >= credential.issued(),
        RefusalCode.CREDENTIAL_NOT_YET_VALID,
        "keyid",
        "credential " + credential.id() + " is not valid yet");
    require(
        ts < credential.expires(),
        RefusalCode.CREDENTIAL_EXPIRED,
        "keyid",
        "credential " + credential.id() + " has expired");
  }

  private static Step.Signer member(Genesis genesis, Envelope envelope)
      throws InadmissibleException {
    Optional<Credential> credential = genesis.credential(envelope.keyId());
    if (credential.isPresent()) {
      return new Step.Signer.Member(credential.get());
    }
    throw unknown(genesis, envelope, "a member's credential");
  }

  private static Step.Signer holder(Genesis genesis, Envelope envelope)
      throws InadmissibleException {
    Optional<Genesis.Node> node = genesis.node(envelope.keyId());
    if (node.isPresent()) {
      return new Step.Signer.Holder(node.get());
    }
    throw unknown(genesis, envelope, "a node's identity key");
  }

  private static Step.Signer coordinator(Genesis genesis, Envelope envelope)
      throws InadmissibleException {
    if (envelope.keyId().equals(Genesis.Coordinator.ID)) {
      return new Step.Signer.Coordinator();
    }
    throw unknown(genesis, envelope, "the coordinator's key");
  }

  private static InadmissibleException unknown(Genesis genesis, Envelope envelope, String wanted) {
    String keyId = envelope.keyId();
    boolean known =
        keyId.equals(Genesis.Coordinator.ID)
            || genesis.node(keyId).isPresent()
            || genesis.credential(keyId).isPresent();
    StatementKind kind = envelope.kind();
    return known
        ? new InadmissibleException(
            RefusalCode.NOT_PERMITTED, "keyid", kind + " is signed with " + wanted)
        : new InadmissibleException(RefusalCode.UNKNOWN_SIGNER, "keyid", "no such signer");
  }

  private static Ed25519PublicKey key(Genesis genesis, Step.Signer signer) {
    return switch (signer) {
      case Step.Signer.Member(Credential credential) -> credential.key();
      case Step.Signer.Holder(Genesis.Node node) -> node.identity();
      case Step.Signer.Coordinator _ -> genesis.coordinator().key();
    };
  }
}
