package io.strongroom.node.guard;

import io.strongroom.custody.gate.GateCode;
import io.strongroom.custody.gate.GateInput;
import io.strongroom.custody.gate.GateVerdict;
import io.strongroom.custody.gate.SignGate;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.node.replica.Standing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Custody's sign gate over this node's own standing. Thread-safe.
///
/// The checkpoint must be of a head that this node itself holds, with q fresh cosignatures. While
/// new entries arrive, that head may be a few entries behind the newest one: what is authorised is
/// decided at the committed head, and everything newer that this node holds can only restrict it
/// further.
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
      GateVerdict verdict = SignGate.check(input(base, authorizeSeqs, presented));
      return verdict instanceof GateVerdict.Pass
          ? newerRestriction(base.state(), newest.get().state(), authorizeSeqs).orElse(verdict)
          : verdict;
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

  private GateInput input(Replica base, List<Long> authorizeSeqs, CosignedCheckpoint presented) {
    return new GateInput(
        nodeId,
        base.state(),
        base.frontier().root(),
        presented,
        standing.restrictions(),
        authorizeSeqs,
        clock.millis(),
        standing::seenAt,
        chains);
  }

  /// What entries after the committed head say against signing.
  private static Optional<GateVerdict> newerRestriction(
      State base, State newest, List<Long> authorizeSeqs) {
    if (base.size() == newest.size()) {
      return Optional.empty();
    }
    for (long seq : authorizeSeqs) {
      Optional<GateCode> code =
          newest
              .withdrawalOfAuthorize(seq)
              .map(found -> restriction(found, newest, seq))
              .orElse(Optional.of(GateCode.NOT_AUTHORIZED));
      if (code.isPresent()) {
        return Optional.of(
            new GateVerdict.Refused(
                code.get(), seq, "an entry after the committed head stands against it"));
      }
    }
    return Optional.empty();
  }

  private static Optional<GateCode> restriction(Withdrawal withdrawal, State newest, long seq) {
    if (withdrawal.released().contains(seq)) {
      return Optional.of(GateCode.RELEASED);
    }
    if (withdrawal.signed().isPresent()) {
      return Optional.of(GateCode.ALREADY_SIGNED);
    }
    boolean inForce =
        withdrawal.status() == WithdrawalStatus.AUTHORIZED
            && withdrawal
                .authorization()
                .filter(authorization -> authorization.seq() == seq)
                .isPresent();
    if (!inForce) {
      return Optional.of(GateCode.NOT_AUTHORIZED);
    }
    if (withdrawal.cancelled()) {
      return Optional.of(GateCode.CANCELLED);
    }
    if (withdrawal.vetoed()) {
      return Optional.of(GateCode.VETOED);
    }
    if (newest.frozen(withdrawal.request().vault())) {
      return Optional.of(GateCode.FROZEN);
    }
    boolean listed =
        withdrawal
            .target()
            .flatMap(then -> newest.target(then.destination(), then.chain()))
            .filter(now -> !now.removed())
            .isPresent();
    return listed ? Optional.empty() : Optional.of(GateCode.REVOKED);
  }
}
