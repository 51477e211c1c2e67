package io.strongroom.coordinator.flow;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.strongroom.coordinator.config.CoordinatorConfig;
import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.coordinator.sequence.Placed;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.coordinator.sequence.Speaker;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.InputSignature;
import io.strongroom.custody.statement.PlanInput;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.SessionFailure;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.proto.v1.SignedCheckpoint;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One signing session: names log positions to t nodes, takes the first signatures that verify, and
/// logs them as SIGNED. It carries no digest and no transaction: the nodes derive both.
@Singleton
final class SigningCall {

  private static final int NONCE_BYTES = 32;
  private static final int SIGNATURE_BYTES = 65;

  /// How long to wait for the AUTHORIZE entries to be committed under fresh cosignatures.
  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(10);

  /// How long the best signers get to catch up with the others.
  private static final Duration LONGEST_CATCH_UP = Duration.ofSeconds(1);

  /// How long the other signers' answers are waited for once one has failed.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SigningCall.class);

  private final NodeChannels channels;
  private final Replication replication;
  private final Quorums quorums;
  private final Sequencer sequencer;
  private final Speaker speaker;
  private final SigningReports reports;
  private final ChainRules chains;
  private final CoordinatorConfig config;
  private final SecureRandom random = new SecureRandom();

  SigningCall(
      NodeChannels channels,
      Replication replication,
      Quorums quorums,
      Sequencer sequencer,
      Speaker speaker,
      SigningReports reports,
      ChainRules chains,
      CoordinatorConfig config) {
    this.channels = channels;
    this.replication = replication;
    this.quorums = quorums;
    this.sequencer = sequencer;
    this.speaker = speaker;
    this.reports = reports;
    this.chains = chains;
    this.config = config;
  }

  /// What a node answered.
  private record Answer(int party, @Nullable SignResponse response, @Nullable Throwable failure) {}

  /// What verified.
  private record Signatures(int rounds, SortedMap<Long, List<InputSignature>> byAuthorize) {}

  /// Runs a session for these AUTHORIZE entries of one vault.
  ///
  /// @return whether all of them are signed and logged
  boolean sign(State state, String vaultName, List<Long> authorizes) {
    List<Integer> signers = List.of();
    try {
      Vault vault = state.vault(vaultName).orElseThrow();
      CosignedCheckpoint checkpoint =
          replication.freshCheckpoint(authorizes.getLast(), LONGEST_COMMIT).get();
      signers = signers(vault, checkpoint.checkpoint().size());
      long started = System.nanoTime();
      Signatures signed = ask(state, vault, authorizes, signers, checkpoint);
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started);
      for (long seq : authorizes) {
        reports.signed(seq, signers, signed.rounds, micros);
      }
      log(state, vault, signed);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      return failed(
          authorizes,
          signers,
          e.getCause() instanceof TimeoutException
              ? "NOT_COMMITTED: too few nodes cosign the log"
              : String.valueOf(Errors.from(e).getMessage()));
    } catch (SessionFailed | RuntimeException e) {
      return failed(authorizes, signers, String.valueOf(e.getMessage()));
    }
  }

  /// The best t parties, once they hold what the checkpoint covers; else the best of those that do.
  private List<Integer> signers(Vault vault, long size) throws SessionFailed, InterruptedException {
    Optional<List<Integer>> best = quorums.choose(vault, 0);
    if (best.isPresent()
        && replication.awaitHolding(quorums.nodes(best.get()), size, LONGEST_CATCH_UP)) {
      return best.get();
    }
    return quorums
        .choose(vault, size)
        .orElseThrow(() -> new SessionFailed("too few of the vault's nodes follow the log"));
  }

  private static final class SessionFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private SessionFailed(String message) {
      super(message);
    }
  }

  private boolean failed(List<Long> authorizes, List<Integer> signers, String why) {
    LOG.warn("signing {} with {} failed: {}", authorizes, signers, why);
    authorizes.forEach(seq -> reports.failed(seq, signers, why));
    return false;
  }

  private SignRequest request(
      List<Long> authorizes, List<Integer> signers, CosignedCheckpoint checkpoint) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return SignRequest.newBuilder()
        .addAllAuthorizeSeqs(authorizes)
        .addAllSigners(signers)
        .setNonce(ByteString.copyFrom(nonce))
        .setCheckpoint(
            SignedCheckpoint.newBuilder().setNote(ByteString.copyFrom(checkpoint.note().bytes())))
        .build();
  }

  /// The first answer whose signatures verify: a node that answers with anything else has failed.
  /// Once one has failed the others cannot get far, and are soon called off.
  private Signatures ask(
      State state,
      Vault vault,
      List<Long> authorizes,
      List<Integer> signers,
      CosignedCheckpoint checkpoint)
      throws InterruptedException, SessionFailed {
    SignRequest request = request(authorizes, signers, checkpoint);
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    List<ListenableFuture<SignResponse>> calls = new ArrayList<>();
    for (int party : signers) {
      ListenableFuture<SignResponse> call =
          ReplicaGrpc.newFutureStub(channels.to(quorums.node(party)))
              .withDeadlineAfter(config.signTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .sign(request);
      calls.add(call);
      call.addListener(() -> answers.add(answer(party, call)), Runnable::run);
    }
    try {
      List<String> problems = new ArrayList<>();
      for (int waiting = signers.size(); waiting > 0; waiting--) {
        Answer answer =
            problems.isEmpty()
                ? answers.take()
                : answers.poll(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
          break;
        }
        SignResponse response = answer.response;
        if (response != null && response.hasResult()) {
          Optional<Signatures> signed = verified(state, vault, authorizes, response);
          if (signed.isPresent()) {
            signers.forEach(quorums::succeeded);
            return signed.get();
          }
          quorums.failed(answer.party);
          problems.add(quorums.node(answer.party) + " returned signatures that do not verify");
        } else {
          problems.add(note(answer));
        }
      }
      throw new SessionFailed(String.join("; ", problems));
    } finally {
      calls.forEach(call -> call.cancel(true));
    }
  }

  private static Answer answer(int party, ListenableFuture<SignResponse> call) {
    try {
      return new Answer(party, call.get(), null);
    } catch (ExecutionException | CancellationException e) {
      return new Answer(party, null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(party, null, e);
    }
  }

  private String note(Answer answer) {
    String node = quorums.node(answer.party);
    SignResponse response = answer.response;
    if (response == null) {
      quorums.failed(answer.party);
      StrongroomException error =
          Errors.from(answer.failure == null ? new IllegalStateException() : answer.failure);
      return node + " " + error.code() + " (" + error.sentence() + ")";
    }
    SessionFailure failure = response.getFailure();
    failure.getCulpritsList().forEach(quorums::failed);
    return node
        + " "
        + failure.getCode()
        + (failure.getCulpritsCount() == 0 ? "" : " blaming " + failure.getCulpritsList())
        + (failure.getMessage().isEmpty() ? "" : " (" + failure.getMessage() + ")");
  }

  private Optional<Signatures> verified(
      State state, Vault vault, List<Long> authorizes, SignResponse response) {
    Bytes publicKey = vault.key().orElseThrow().publicKey();
    List<ByteString> signatures = response.getResult().getSignaturesList();
    int next = 0;
    SortedMap<Long, List<InputSignature>> bySeq = new TreeMap<>();
    for (long seq : authorizes) {
      List<InputSignature> own = new ArrayList<>();
      for (PlanInput input : authorize(state, seq).inputs()) {
        byte[] signature =
            next < signatures.size() ? signatures.get(next).toByteArray() : new byte[0];
        next++;
        if (signature.length != SIGNATURE_BYTES
            || !input.path().isEmpty()
            || !chains.verifySignature(publicKey.toArray(), input.digest().bytes(), signature)) {
          return Optional.empty();
        }
        own.add(new InputSignature(input.digest(), Bytes.of(signature)));
      }
      bySeq.put(seq, own);
    }
    return next == signatures.size()
        ? Optional.of(new Signatures(response.getRounds(), bySeq))
        : Optional.empty();
  }

  private static Authorize authorize(State state, long seq) {
    return state
        .withdrawalOfAuthorize(seq)
        .flatMap(withdrawal -> withdrawal.authorization())
        .orElseThrow()
        .statement();
  }

  /// Returns when all of them stand in the log.
  private void log(State state, Vault vault, Signatures signed)
      throws SessionFailed, InterruptedException, ExecutionException {
    List<CompletableFuture<Placed>> placed = new ArrayList<>();
    for (var entry : signed.byAuthorize.entrySet()) {
      List<byte[]> raw = entry.getValue().stream().map(s -> s.signature().toArray()).toList();
      try {
        String txid =
            chains.transactionId(
                vault.chain(), authorize(state, entry.getKey()).plan().json(), raw);
        placed.add(
            sequencer.submit(
                speaker.signed(entry.getKey(), entry.getValue(), txid), Optional.empty()));
      } catch (InvalidPlanException e) {
        throw new SessionFailed("the signed plan is refused: " + e.getMessage());
      }
    }
    for (CompletableFuture<Placed> each : placed) {
      each.get();
    }
  }
}
