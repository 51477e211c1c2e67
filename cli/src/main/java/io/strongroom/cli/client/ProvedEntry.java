package io.strongroom.cli.client;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InclusionProof;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.InvalidProofException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Statement;
import io.strongroom.custody.statement.Statements;
import java.util.ArrayList;
import java.util.List;

/// A member's statement that was checked here, against the pinned genesis: signed by the credential
/// that it names, and held by a quorum of the cluster's nodes. What an approver may believe of a
/// request, whoever described it. Public data.
///
/// @param leaf the entry
/// @param statement decoded
/// @param signer the credential whose signature was verified
/// @param checkpoint the head that q cosigners vouch for and the entry lies below
public record ProvedEntry(
    Leaf leaf, Statement statement, Credential signer, CosignedCheckpoint checkpoint) {

  /// Verifies an entry that the coordinator presents.
  ///
  /// @param subject the leaf hash that it must have
  /// @throws CliException VERIFICATION_FAILED saying what is not as it must be
  public static ProvedEntry verify(
      Genesis genesis, Hash32 subject, io.strongroom.proto.v1.InclusionProof proof) {
    try {
      Leaf leaf = Leaf.parse(proof.getEntry().getLeaf().toByteArray());
      require(leaf.hash().equals(subject), "it proves another entry");
      require(leaf.log().equals(genesis.origin()), "the entry is of another log");
      CosignedCheckpoint checkpoint =
          CosignedCheckpoint.verify(
              proof.getCheckpoint().getNote().toByteArray(), LogKeys.of(genesis));
      require(
          checkpoint.quorumSatisfied(),
          "only "
              + checkpoint.timesSeconds().size()
              + " of "
              + genesis.parameters().q()
              + " cosignatures cover it");
      List<Hash32> path = new ArrayList<>();
      proof.getPathList().forEach(hash -> path.add(Hash32.of(hash.toByteArray())));
      new InclusionProof(leaf.seq(), checkpoint.checkpoint().size(), path)
          .verify(leaf.hash(), checkpoint.checkpoint().root());
      Credential signer =
          genesis
              .credential(leaf.envelope().keyId())
              .orElseThrow(() -> refused("nobody of this cluster has signed it"));
      leaf.envelope().verify(signer.key());
      return new ProvedEntry(leaf, Statements.decode(leaf.envelope()), signer, checkpoint);
    } catch (InvalidStatementException
        | InvalidNoteException
        | InvalidProofException
        | IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  private static CliException refused(String why) {
    return CliException.unproved(
        "what the coordinator shows is not proved, so nothing was signed: " + why);
  }
}
