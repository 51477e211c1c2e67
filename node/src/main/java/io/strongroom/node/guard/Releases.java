package io.strongroom.node.guard;

import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Release;
import io.strongroom.custody.statement.StatementSigner;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.node.replica.Standing;
import io.strongroom.node.store.SigningRecords;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Says for ever that this node sent no fragment for an AUTHORIZE and never will. Thread-safe,
/// idempotent.
public final class Releases {

  private static final Duration STATEMENT_LIFETIME = Duration.ofDays(365);

  private final int self;
  private final StatementSigner signer;
  private final LogMirror mirror;
  private final Standing standing;
  private final SigningRecords records;
  private final Clock clock;

  /// @param self this node's party index
  public Releases(
      int self,
      StatementSigner signer,
      LogMirror mirror,
      Standing standing,
      SigningRecords records,
      Clock clock) {
    this.self = self;
    this.signer = signer;
    this.mirror = mirror;
    this.standing = standing;
    this.records = records;
    this.clock = clock;
  }

  /// The signed RELEASE statement, the same one every time.
  ///
  /// @throws StrongroomException NOT_AUTHORIZED, NOT_A_HOLDER, or POSSIBLY_SIGNED when a fragment
  ///   may have left
  public byte[] release(long authorizeSeq) {
    mirror.requireTrusted();
    Optional<byte[]> given = records.releaseOf(authorizeSeq);
    if (given.isPresent()) {
      return given.get();
    }
    State state =
        standing
            .newest()
            .map(Replica::state)
            .orElseThrow(() ->
                StrongroomException.of(
                    ErrorCode.refused("NOT_COMMITTED"), "this node's log is empty"));
    Withdrawal withdrawal =
        state
            .withdrawalOfAuthorize(authorizeSeq)
            .orElseThrow(() ->
                StrongroomException.of(
                    ErrorCode.refused("NOT_AUTHORIZED"),
                    "no AUTHORIZE stands at position " + authorizeSeq));
    boolean holder =
        state
            .vault(withdrawal.request().vault())
            .map(Vault::parties)
            .filter(p -> p.contains(self))
            .isPresent();
    if (!holder) {
      throw StrongroomException.of(
          ErrorCode.refused("NOT_A_HOLDER"), "this node holds no share of the vault's key");
    }
    Header header =
        new Header(
            state.origin(),
            state.genesis().epoch(),
            "release-" + authorizeSeq,
            clock.millis() + STATEMENT_LIFETIME.toMillis());
    byte[] statement = Envelope.sign(new Release(header, authorizeSeq), signer).bytes();
    return records
        .recordNeverSign(authorizeSeq, statement)
        .orElseThrow(() ->
            StrongroomException.of(
                ErrorCode.refused("POSSIBLY_SIGNED"),
                "a fragment of this node may have left for it"));
  }
}
