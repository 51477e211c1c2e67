package io.strongroom.node.guard;

import io.strongroom.custody.gate.GateCode;
import io.strongroom.custody.gate.GateInput;
import io.strongroom.custody.gate.GateVerdict;
import io.strongroom.custody.gate.SignGate;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.State;
import io.strongroom.node.replica.Standing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Brings this node's own standing before custody's sign gate, and decides nothing itself.
/// Thread-safe.
public final class NodeGate {

  private final String nodeId;
  private final Standing standing;
  private final ChainRules chains;
  private final Clock clock;

  public NodeGate(String nodeId, Standing standing, ChainRules chains, Clock clock) {
    this.nodeId = nodeId;
    this.standing = standing;
    this.chains = chains;
    this.clock = clock;
  }

  /// Decides with the checkpoint that came with the question.
  GateVerdict check(List<Long> authorizeSeqs, CosignedCheckpoint presented) {
    return standing.consult(() -> {
      Optional<Replica> newest = standing.newest();
      if (newest.isEmpty()) {
        return new GateVerdict.Refused(GateCode.NOT_COMMITTED, -1, "this node's log is empty");
      }
      Replica base = standing.at(presented.checkpoint().size()).orElse(newest.get());
      return SignGate.check(input(base, newest.get().state(), authorizeSeqs, presented));
    });
  }

  /// Decides again for a session under way, with the freshest of the checkpoint that opened it and
  /// the newest committed one.
  GateVerdict checkAgain(List<Long> authorizeSeqs, CosignedCheckpoint presented) {
    return standing.consult(() -> {
      CosignedCheckpoint best =
          standing
              .committed()
              .filter(known -> known.latestTimeMs() >= presented.latestTimeMs())
              .filter(known -> standing.at(known.checkpoint().size()).isPresent())
              .orElse(presented);
      return check(authorizeSeqs, best);
    });
  }

  private GateInput input(
      Replica base, State newest, List<Long> authorizeSeqs, CosignedCheckpoint presented) {
    return new GateInput(
        nodeId,
        base.state(),
        newest,
        base.frontier().root(),
        presented,
        standing.restrictions(),
        authorizeSeqs,
        clock.millis(),
        standing::seenAt,
        chains);
  }
}
