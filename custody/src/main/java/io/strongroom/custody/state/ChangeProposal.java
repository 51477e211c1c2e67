package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Proposal;
import java.util.List;
import java.util.OptionalLong;

/// A logged PROPOSAL and everything that the log says about it. An immutable value.
///
/// @param seq its log position
/// @param ts log time, milliseconds since the Unix epoch
/// @param signer credential id
/// @param proposer the credential's person
/// @param missing for people, `2 of board`; empty when the quorum is met
/// @param effectiveAt when it took effect
/// @param reason why it stands where it stands, one sentence
/// @param due when time alone will next change it
public record ChangeProposal(
    Hash32 leafHash,
    long seq,
    long ts,
    String signer,
    String proposer,
    Proposal statement,
    ProposalStatus status,
    Consent consent,
    List<String> missing,
    OptionalLong effectiveAt,
    String reason,
    OptionalLong due)
    implements StateRecord {
  public ChangeProposal {
    missing = List.copyOf(missing);
  }

  public Change change() {
    return statement.change();
  }

  ChangeProposal with(Consent next) {
    return new ChangeProposal(
        leafHash,
        seq,
        ts,
        signer,
        proposer,
        statement,
        status,
        next,
        missing,
        effectiveAt,
        reason,
        due);
  }

  ChangeProposal with(List<String> lacking) {
    return new ChangeProposal(
        leafHash,
        seq,
        ts,
        signer,
        proposer,
        statement,
        status,
        consent,
        lacking,
        effectiveAt,
        reason,
        due);
  }

  ChangeProposal with(
      ProposalStatus next, OptionalLong effective, String why, OptionalLong nextDue) {
    return new ChangeProposal(
        leafHash, seq, ts, signer, proposer, statement, next, consent, missing, effective, why,
        nextDue);
  }

  @Override
  public String recordKey() {
    return "proposal/" + leafHash.hex();
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("leaf", leafHash.hex())
        .put("seq", seq)
        .put("proposer", proposer)
        .put("status", status.name());
    node.set("consent", consent.json());
    effectiveAt.ifPresent(at -> node.put("effectiveAt", at));
    return node;
  }
}
