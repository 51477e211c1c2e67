package io.strongroom.custody.gate;

import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Hash32;
import java.util.List;

/// What a node knows when it is asked to sign.
///
/// @param nodeId its own id
/// @param committed its own state at the size of the presented checkpoint, as far as it holds that
///   size; else at its own head
/// @param newest its own state at its own head, as large as `committed` or larger
/// @param root of its own tree at the size of `committed`
/// @param presented the checkpoint that came with the question, verified under this log's keys
/// @param held restrictive statements that it holds
/// @param authorizeSeqs log positions of the AUTHORIZE entries that it is asked to sign, ascending,
///   of one vault
/// @param clockMs its own clock, milliseconds since the Unix epoch
/// @param late when it first saw late entries
public record GateInput(
    String nodeId,
    State committed,
    State newest,
    Hash32 root,
    CosignedCheckpoint presented,
    List<Restriction> held,
    List<Long> authorizeSeqs,
    long clockMs,
    LateEntries late,
    ChainRules chains) {
  /// @throws IllegalArgumentException when `newest` does not go on from `committed`
  public GateInput {
    if (newest.size() < committed.size() || !newest.origin().equals(committed.origin())) {
      throw new IllegalArgumentException("the newest state comes after the committed one");
    }
    held = List.copyOf(held);
    authorizeSeqs = List.copyOf(authorizeSeqs);
  }
}
