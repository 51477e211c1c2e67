package io.strongroom.coordinator.sequence;

import io.strongroom.coordinator.identity.CoordinatorKeys;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Broadcast;
import io.strongroom.custody.statement.ChainStatus;
import io.strongroom.custody.statement.Confirmed;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Heartbeat;
import io.strongroom.custody.statement.InputSignature;
import io.strongroom.custody.statement.Signed;
import io.strongroom.platform.config.GenesisFile;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What the coordinator itself states. Every id follows from what the statement is about, so that
/// saying the same twice is one statement.
@Singleton
public final class Speaker {

  private static final Duration VALIDITY = Duration.ofHours(24);

  private final Genesis genesis;
  private final CoordinatorKeys keys;
  private final Clock clock;

  Speaker(GenesisFile genesis, CoordinatorKeys keys, Clock clock) {
    this.genesis = genesis.genesis();
    this.keys = keys;
    this.clock = clock;
  }

  private Header header(String id) {
    return new Header(genesis.origin(), genesis.epoch(), id, clock.millis() + VALIDITY.toMillis());
  }

  /// AUTHORIZE as the rules drafted it.
  Envelope authorize(Authorize draft) {
    return Envelope.sign(draft, keys.statements());
  }

  /// HEARTBEAT at a log position.
  Envelope heartbeat(long seq) {
    return Envelope.sign(new Heartbeat(header("heartbeat-" + seq)), keys.statements());
  }

  /// SIGNED, after the signatures were verified.
  public Envelope signed(long authorize, List<InputSignature> signatures, String txid) {
    return Envelope.sign(
        new Signed(header("signed-" + authorize), authorize, signatures, txid), keys.statements());
  }

  /// BROADCAST.
  public Envelope broadcast(long authorize, String txid) {
    return Envelope.sign(
        new Broadcast(header("broadcast-" + authorize), authorize, txid), keys.statements());
  }

  /// CONFIRMED.
  ///
  /// @param afterSeq log position of the report before it, which makes its id
  public Envelope confirmed(
      long authorize,
      String txid,
      ChainStatus status,
      long block,
      long confirmations,
      long afterSeq) {
    return Envelope.sign(
        new Confirmed(
            header("confirmed-" + authorize + "-" + afterSeq),
            authorize,
            txid,
            block,
            confirmations,
            status),
        keys.statements());
  }
}
