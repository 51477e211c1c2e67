package io.strongroom.threshold;

import io.strongroom.threshold.derive.Bip32;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.sign.BoundRequest;
import io.strongroom.threshold.sign.CommitRound;
import io.strongroom.threshold.sign.FailedCheck;
import io.strongroom.threshold.sign.SigningKey;
import io.strongroom.threshold.sign.SigningRound;
import io.strongroom.threshold.sign.SigningTerms;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One run of message-bound signing (`sign-c`) by one party: three rounds when exactly two sign,
/// four otherwise.
///
/// **Guarantees.** The digests, child keys, signers, epoch and package are fixed in the session
/// identifier before round 1; nothing is stored between sessions; everything received for a round
/// is checked before anything of the next one exists; signatures come out low-s and verified under
/// their child keys, or not at all. Fewer than t parties learn nothing; a cheater can make the
/// session abort.
///
/// **Duties of the caller.** Requests are authorised by the own policy and their digests computed
/// here, not taken from others. [#sid] is durably recorded before [#start]. The share stays open
/// until this session is closed. Emissions leave in order; before one that
/// [Emission#carriesFragment] leaves, every request is durably recorded as possibly signed. After
/// an abort that names a pair to burn, call [#recheck] with the share loaded anew, and burn if it
/// says so.
///
/// Secret, thread-confined. Source: `docs/protocol.md`, sections 8 to 14 and 17.
public final class SigningSession implements ProtocolSession<List<EcdsaSignature>> {

  private final SigningTerms terms;
  private final SigningKey key;
  private final Draws draws;
  private final IdentitySigner signer;
  private final Inbox inbox;
  private Progress<List<EcdsaSignature>> progress = new Progress.Running<>();
  private @Nullable SigningRound round;
  private @Nullable FailedCheck failedCheck;
  private boolean started;
  private boolean closed;

  private SigningSession(
      SigningTerms terms,
      SigningKey key,
      Draws draws,
      IdentitySigner signer,
      IdentityVerifier verifier) {
    this.terms = terms;
    this.key = key;
    this.draws = draws;
    this.signer = signer;
    this.inbox =
        new Inbox(
            Protocol.SIGN_C,
            terms.sid(),
            terms.self(),
            terms.signers(),
            verifier,
            (number, from, broadcast) -> terms.maxPayload(number, broadcast));
  }

  /// Checks the parameters and fixes the session identifier. Nothing is drawn or sent yet.
  ///
  /// @param share the ACTIVE share; stays the caller's
  /// @param signers at least t holders, this party included
  /// @param nonce32 the coordinator's nonce, 32 bytes
  /// @param appContext32 the application's hash of log positions and derivation paths, 32 bytes
  /// @param requests 1..32; the same list in the same order at every signer
  /// @param burned whether the pair with that peer was burned
  /// @throws BadParametersException `BAD_PARAMS` if anything is out of range, a signer is no
  ///   holder, or a pair is burned
  public static SigningSession create(
      KeyShare share,
      SortedSet<PartyIndex> signers,
      byte[] nonce32,
      byte[] appContext32,
      List<SigningRequest> requests,
      Predicate<PartyIndex> burned,
      IdentitySigner signer,
      IdentityVerifier verifier,
      Randomness randomness) {
    PublicKeyPackage key = share.publicPackage();
    check(nonce32.length == SidPreimage.NONCE, "nonce length");
    check(appContext32.length == SigningTerms.APP_CONTEXT, "application context length");
    check(!requests.isEmpty() && requests.size() <= SigningTerms.MAX_BATCH, "number of requests");
    check(signers.size() >= key.threshold(), "fewer signers than the threshold");
    check(signers.contains(share.self()), "this party is no signer");
    PartySet parties = share.parties().subset(signers);
    for (PartyIndex peer : signers) {
      if (!peer.equals(share.self())) {
        check(!burned.test(peer), "burned pair with party " + peer);
        check(share.peers().contains(peer), "no set-up with party " + peer);
      }
    }
    SigningTerms terms =
        new SigningTerms(
            key.keyId(),
            key.epoch(),
            key.threshold(),
            key.pkg(),
            key.publicKey(),
            nonce32,
            share.self(),
            parties,
            appContext32,
            requests.stream().map(request -> bind(key, request)).toList());
    Draws draws = randomness.draws(terms.sid(), share.hedgeKey());
    return new SigningSession(terms, viewOf(share), draws, signer, verifier);
  }

  private static BoundRequest bind(PublicKeyPackage key, SigningRequest request) {
    Bip32 child = Bip32.derive(key.publicKey(), key.chainCode(), request.path());
    return new BoundRequest(request.digest32(), child.delta(), child.childPublicKey());
  }

  private static SigningKey viewOf(KeyShare share) {
    return new SigningKey() {
      @Override
      public long[] secretShare() {
        long[] x = new long[Scalars.LIMBS];
        share.copyShare(x, 0);
        return x;
      }

      @Override
      public PairSetup pair(PartyIndex peer) {
        return share.pair(peer);
      }
    };
  }

  private static void check(boolean condition, String detail) {
    if (!condition) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, detail);
    }
  }

  @Override
  public SessionId sid() {
    return terms.sid();
  }

  /// What the session identifier commits to, for the evidence record.
  public SidPreimage sidPreimage() {
    return terms.preimage();
  }

  @Override
  public PartySet parties() {
    return terms.signers();
  }

  @Override
  public Step<List<EcdsaSignature>> start() {
    if (started || closed) {
      throw new IllegalStateException("already started or closed");
    }
    started = true;
    if (progress instanceof Progress.Aborted) {
      return Step.of(progress);
    }
    List<Emission> emissions = new ArrayList<>();
    try {
      enter(CommitRound.begin(terms, key, draws), emissions);
    } catch (RuntimeException e) {
      // Nothing of round 1 left, so nothing may follow it.
      close();
      throw e;
    }
    return advance(emissions);
  }

  /// {@inheritDoc}
  ///
  /// Messages that arrive before [#start] are kept.
  @Override
  public Step<List<EcdsaSignature>> receive(PartyIndex channelIdentity, byte[] wire) {
    if (closed || !(progress instanceof Progress.Running)) {
      return Step.of(progress);
    }
    return switch (inbox.deliver(channelIdentity, wire)) {
      case Inbox.Delivery.Dropped dropped -> Step.of(progress);
      case Inbox.Delivery.Repeated repeated -> Step.of(progress);
      case Inbox.Delivery.Kept kept -> advance(new ArrayList<>());
      case Inbox.Delivery.Equivocation equivocation ->
          abort(
              Abort.provable(
                  AbortCode.EQUIVOCATION,
                  equivocation.from(),
                  "two payloads for one slot",
                  equivocation.wires()));
    };
  }

  /// Steps through every round whose messages are all there.
  private Step<List<EcdsaSignature>> advance(List<Emission> emissions) {
    try {
      SigningRound current = round;
      while (current != null && current.isComplete(inbox)) {
        switch (current.step(inbox)) {
          case SigningRound.Transition.Next next -> {
            current.close();
            current = next.round();
            enter(current, emissions);
          }
          case SigningRound.Transition.Signed signed -> {
            progress = new Progress.Finished<>(signed.signatures());
            erase();
            return new Step<>(emissions, progress);
          }
        }
      }
      return new Step<>(emissions, progress);
    } catch (ProtocolAbort e) {
      return abort(e.abort());
    } catch (RuntimeException e) {
      // A fault of this process: the session dies, its secrets with it.
      close();
      throw e;
    }
  }

  private void enter(SigningRound next, List<Emission> emissions) {
    round = next;
    SigningRound.Messages messages = next.messages();
    List<Outbound> outbound = new ArrayList<>();
    messages
        .broadcast()
        .ifPresent(payload -> {
          byte[] wire = seal(next.number(), Optional.empty(), payload);
          terms.peers().forEach(peer -> outbound.add(new Outbound(peer, wire)));
        });
    messages
        .direct()
        .forEach((peer, payload) ->
            outbound.add(new Outbound(peer, seal(next.number(), Optional.of(peer), payload))));
    emissions.add(new Emission(next.number(), messages.carriesFragment(), outbound));
  }

  private byte[] seal(int number, Optional<PartyIndex> to, byte[] payload) {
    return new Envelope(Protocol.SIGN_C, terms.sid(), number, terms.self(), to, payload)
        .sealed(signer);
  }

  private Step<List<EcdsaSignature>> abort(Abort abort) {
    progress = new Progress.Aborted<>(abort);
    if (round != null) {
      failedCheck = round.failedCheck().orElse(null);
    }
    erase();
    return Step.of(progress);
  }

  /// Step 1 of the burn procedure: computes the failed check once more from the received bytes and
  /// the reloaded set-up.
  ///
  /// Possible after an abort whose [Abort#burn] names a peer, until [#close].
  ///
  /// @param reloaded the same share, loaded anew from sealed storage; stays the caller's
  /// @return true if the check fails again, so that the pair must be burned; false if not: alarm, a
  ///   memory fault is likely, and do not burn
  /// @throws IllegalStateException if there is no check to repeat
  public boolean recheck(KeyShare reloaded) {
    FailedCheck check = failedCheck;
    if (check == null) {
      throw new IllegalStateException("no failed check to repeat");
    }
    if (!Arrays.equals(reloaded.publicPackage().pkg(), terms.pkg())
        || !reloaded.self().equals(terms.self())) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "another key share");
    }
    return check.failsAgain(reloaded.pair(check.peer()));
  }

  private void erase() {
    if (round != null) {
      round.close();
      round = null;
    }
    draws.close();
    inbox.close();
  }

  @Override
  public void close() {
    closed = true;
    erase();
    if (failedCheck != null) {
      failedCheck.close();
      failedCheck = null;
    }
  }
}
