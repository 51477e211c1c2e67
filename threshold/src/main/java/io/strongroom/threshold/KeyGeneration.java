package io.strongroom.threshold;

import io.strongroom.threshold.dkg.Phase;
import io.strongroom.threshold.dkg.Run;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One party's run of distributed key generation (`docs/protocol.md` 5): three rounds that end with
/// a [PendingKey]. The confirmations that follow are collected by an [Activation].
///
/// Security guarantees: a party that misbehaves can stop the run, but cannot learn or bias the key
/// of a run that finishes, as long as fewer than t parties are corrupt. Nothing is persisted here.
public final class KeyGeneration implements ProtocolSession<PendingKey> {

  private final Run run;
  private final SidPreimage preimage;
  private final SortedMap<PartyIndex, byte[]> confirmations = new TreeMap<>();
  private @Nullable Phase phase;
  private boolean started;
  private boolean closed;
  private Progress<PendingKey> progress = new Progress.Running<>();

  private KeyGeneration(
      SidPreimage preimage,
      PartySet dealers,
      PartySet holders,
      PartyIndex self,
      IdentitySigner signer,
      IdentityVerifier verifier,
      Randomness randomness) {
    this.preimage = preimage;
    Draws draws = randomness.draws(preimage.sid(), Randomness.noHedgeKey());
    this.run = new Run(preimage, dealers, holders, self, signer, verifier, draws);
  }

  /// A run that makes a new key of epoch 1, all parties being dealers and holders.
  ///
  /// The caller makes sure that no key or confirmed run exists under this identifier.
  ///
  /// @param keyId 1..64 printable ASCII characters
  /// @param parties as many as the parameters say, this party among them
  /// @param nonce 32 bytes from the coordinator
  /// @throws BadParametersException if the arguments do not fit together
  public static KeyGeneration dkg(
      String keyId,
      Parameters parameters,
      PartySet parties,
      PartyIndex self,
      byte[] nonce,
      IdentitySigner signer,
      IdentityVerifier verifier,
      Randomness randomness) {
    if (parties.size() != parameters.partyCount()) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "number of parties");
    }
    return dealt(keyId, parameters, parties, parties, self, nonce, signer, verifier, randomness);
  }

  /// Key generation in which only some of the holders deal.
  static KeyGeneration dealt(
      String keyId,
      Parameters parameters,
      PartySet dealers,
      PartySet holders,
      PartyIndex self,
      byte[] nonce,
      IdentitySigner signer,
      IdentityVerifier verifier,
      Randomness randomness) {
    if (!holders.contains(self)) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "this party holds no share");
    }
    SidPreimage preimage =
        SidPreimage.of(
            Protocol.DKG, keyId, 1, nonce, parameters.threshold(), holders, dealers.encoded());
    return new KeyGeneration(preimage, dealers, holders, self, signer, verifier, randomness);
  }

  @Override
  public SessionId sid() {
    return run.sid();
  }

  @Override
  public PartySet parties() {
    return run.all();
  }

  /// What the session identifier commits to, for the evidence record.
  public byte[] sidPreimage() {
    return preimage.encoded();
  }

  /// Confirmations of faster peers that arrived during the run, by author: hand them to the
  /// [Activation]. Authentic envelopes of round 4; their content is unchecked.
  public SortedMap<PartyIndex, byte[]> earlyConfirmations() {
    return Collections.unmodifiableSortedMap(confirmations);
  }

  @Override
  public Step<PendingKey> start() {
    boolean aborted = progress instanceof Progress.Aborted;
    if (started || (closed && !aborted)) {
      throw new IllegalStateException("a session starts once");
    }
    started = true;
    if (aborted) {
      return Step.of(progress);
    }
    List<Emission> emissions = new ArrayList<>();
    try {
      Phase.Outcome.Next first = Phase.start(run);
      phase = first.phase();
      emissions.add(first.emission());
    } catch (RuntimeException bug) {
      close();
      throw bug;
    }
    return advance(emissions);
  }

  @Override
  public Step<PendingKey> receive(PartyIndex channelIdentity, byte[] wire) {
    if (closed) {
      return Step.of(progress);
    }
    return switch (run.inbox().deliver(channelIdentity, wire)) {
      case Inbox.Delivery.Dropped dropped -> Step.of(progress);
      case Inbox.Delivery.Repeated repeated -> Step.of(progress);
      case Inbox.Delivery.Kept kept -> {
        if (kept.round() == Run.CONFIRMATION_ROUND) {
          confirmations.put(kept.from(), wire.clone());
        }
        yield advance(new ArrayList<>());
      }
      case Inbox.Delivery.Equivocation two ->
          abort(
              Abort.provable(
                  AbortCode.EQUIVOCATION,
                  two.from(),
                  "party " + two.from() + " signed two payloads for one slot",
                  two.wires()));
    };
  }

  @Override
  public void close() {
    closed = true;
    if (phase != null) {
      phase.close();
      phase = null;
    }
    run.close();
  }

  private Step<PendingKey> advance(List<Emission> emissions) {
    try {
      while (phase != null && phase.ready()) {
        switch (phase.advance()) {
          case Phase.Outcome.Next next -> {
            phase = next.phase();
            emissions.add(next.emission());
          }
          case Phase.Outcome.Done done -> {
            progress = new Progress.Finished<>(done.key());
            close();
          }
        }
      }
    } catch (ProtocolAbort failed) {
      return abort(failed.abort());
    } catch (RuntimeException bug) {
      close();
      throw bug;
    }
    return new Step<>(emissions, progress);
  }

  private Step<PendingKey> abort(Abort abort) {
    progress = new Progress.Aborted<>(abort);
    close();
    return Step.of(progress);
  }
}
