package io.strongroom.coordinator.flow;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.strongroom.coordinator.config.CoordinatorConfig;
import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.replicate.Replication;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
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
  private static final long CHECKPOINT_SECONDS = 10;
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

  /// Runs a session for these AUTHORIZE entries of one vault.
  ///
  /// @return whether all of them are signed and logged
  boolean sign(State state, String vaultName, List<Long> authorizes) {
    List<Integer> signers = List.of();
    try {
      Vault vault = state.vault(vaultName).orElseThrow();
      Optional<List<Integer>> chosen = quorums.choose(vault);
      if (chosen.isEmpty()) {
        throw new SessionFailed("too few of the vault's nodes follow the log");
      }
      signers = chosen.get();
      CosignedCheckpoint checkpoint =
          replication
              .freshCheckpoint(authorizes.getLast())
              .get(CHECKPOINT_SECONDS, TimeUnit.SECONDS);
      long started = System.nanoTime();
      SignResponse response = ask(signers, request(authorizes, signers, checkpoint));
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started);
      for (long seq : authorizes) {
        reports.signed(seq, signers, response.getRounds(), micros);
      }
      publish(state, vault, authorizes, response.getResult().getSignaturesList());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException e) {
      return failed(authorizes, signers, "NOT_COMMITTED: too few nodes cosign the log");
    } catch (SessionFailed | ExecutionException | RuntimeException e) {
      return failed(authorizes, signers, String.valueOf(e.getMessage()));
    }
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

  /// The first answer that holds signatures. When none does, whoever is blamed is asked last next
  /// time.
  private SignResponse ask(List<Integer> signers, SignRequest request)
      throws InterruptedException, SessionFailed {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    for (int party : signers) {
      ListenableFuture<SignResponse> call =
          ReplicaGrpc.newFutureStub(channels.to(quorums.node(party)))
              .withDeadlineAfter(config.signTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .sign(request);
      call.addListener(() -> answers.add(answer(party, call)), Runnable::run);
    }
    List<String> failures = new ArrayList<>();
    for (int waiting = signers.size(); waiting > 0; waiting--) {
      Answer answer = answers.take();
      SignResponse response = answer.response;
      if (response != null && response.hasResult()) {
        signers.forEach(quorums::succeeded);
        return response;
      }
      failures.add(note(answer));
    }
    throw new SessionFailed(String.join("; ", failures));
  }

  private static Answer answer(int party, ListenableFuture<SignResponse> call) {
    try {
      return new Answer(party, call.get(), null);
    } catch (ExecutionException e) {
      return new Answer(party, null, e.getCause());
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

  private void publish(State state, Vault vault, List<Long> authorizes, List<ByteString> signatures)
      throws SessionFailed {
    Bytes publicKey =
        vault.key().orElseThrow(() -> new SessionFailed("the vault has no key")).publicKey();
    int next = 0;
    SortedMap<Long, List<InputSignature>> bySeq = new TreeMap<>();
    for (long seq : authorizes) {
      Authorize authorize = authorize(state, seq);
      List<InputSignature> own = new ArrayList<>();
      for (PlanInput input : authorize.inputs()) {
        if (next == signatures.size()) {
          throw new SessionFailed("the nodes returned too few signatures");
        }
        byte[] signature = signatures.get(next++).toByteArray();
        if (!input.path().isEmpty()
            || !chains.verifySignature(publicKey.toArray(), input.digest().bytes(), signature)) {
          throw new SessionFailed("a returned signature does not verify");
        }
        own.add(new InputSignature(input.digest(), Bytes.of(signature)));
      }
      bySeq.put(seq, own);
    }
    for (var entry : bySeq.entrySet()) {
      log(vault, authorize(state, entry.getKey()), entry.getKey(), entry.getValue());
    }
  }

  private static Authorize authorize(State state, long seq) {
    return state
        .withdrawalOfAuthorize(seq)
        .flatMap(withdrawal -> withdrawal.authorization())
        .orElseThrow()
        .statement();
  }

  private void log(Vault vault, Authorize authorize, long seq, List<InputSignature> signatures)
      throws SessionFailed {
    try {
      List<byte[]> raw = signatures.stream().map(s -> s.signature().toArray()).toList();
      String txid = chains.transactionId(vault.chain(), authorize.plan().json(), raw);
      var _ =
          sequencer
              .submit(speaker.signed(seq, signatures, txid), Optional.empty())
              .whenComplete((placed, failure) -> {
                if (failure != null) {
                  LOG.warn("SIGNED of {} was not logged", seq, failure);
                }
              });
    } catch (InvalidPlanException e) {
      throw new SessionFailed("the signed plan is refused: " + e.getMessage());
    }
  }
}
