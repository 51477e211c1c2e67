package io.strongroom.coordinator.flow;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.strongroom.coordinator.replicate.Commitments;
import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.proto.v1.GenerateKeyRequest;
import io.strongroom.proto.v1.GenerateKeyResponse;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.SessionFailure;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the nodes generate the keys that effective proposals order, and logs each holder's KEY
/// statement. Repeated until every holder has confirmed; nodes answer a repetition with what they
/// have.
@Singleton
public final class KeyFlow {

  private static final int NONCE_BYTES = 32;
  private static final long CALL_SECONDS = 90;

  /// How long nodes get to learn that the order is committed.
  private static final Duration LONGEST_SHOW = Duration.ofSeconds(10);

  private static final long RETRY_MS = 500;
  private static final Logger LOG = LoggerFactory.getLogger(KeyFlow.class);

  private final RequestLog log;
  private final Commitments commitments;
  private final Replication replication;
  private final NodeChannels channels;
  private final Quorums quorums;
  private final Sequencer sequencer;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore work = new Semaphore(1);
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofVirtual().name("key-flow").unstarted(this::run);

  KeyFlow(
      RequestLog log,
      Commitments commitments,
      Replication replication,
      NodeChannels channels,
      Quorums quorums,
      Sequencer sequencer) {
    this.log = log;
    this.commitments = commitments;
    this.replication = replication;
    this.channels = channels;
    this.quorums = quorums;
    this.sequencer = sequencer;
    commitments.listen(work::release);
  }

  /// Begins.
  public void start() {
    thread.start();
  }

  /// Why the newest try for a vault failed.
  public Optional<String> failure(String vault) {
    return Optional.ofNullable(failures.get(vault));
  }

  private void run() {
    try {
      while (true) {
        work.acquire();
        work.drainPermits();
        List<Vault> waiting = waiting();
        for (Vault vault : waiting) {
          generate(vault);
        }
        if (!waiting().isEmpty()) {
          Thread.sleep(RETRY_MS);
          work.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Vault> waiting() {
    long committed = commitments.committedSize();
    return log.view().state().vaults().values().stream()
        .filter(vault -> vault.status() == Vault.Status.GENERATING)
        .filter(vault -> vault.proposalSeq() < committed)
        .toList();
  }

  private void generate(Vault vault) throws InterruptedException {
    long ordered = log.view().head().size();
    try {
      if (!replication.show(quorums.nodes(vault.parties()), ordered, LONGEST_SHOW)) {
        failures.put(vault.name(), "not every one of its nodes follows the log");
        return;
      }
      LOG.info("generating the key of {}", vault.name());
      Map<String, ListenableFuture<GenerateKeyResponse>> calls = begin(vault);
      List<String> problems = new ArrayList<>();
      List<CompletableFuture<?>> logged = new ArrayList<>();
      for (var call : calls.entrySet()) {
        take(call.getKey(), call.getValue(), logged, problems);
      }
      for (CompletableFuture<?> placed : logged) {
        placed.get(CALL_SECONDS, TimeUnit.SECONDS);
      }
      if (problems.isEmpty()) {
        failures.remove(vault.name());
      } else {
        failures.put(vault.name(), String.join("; ", problems));
        LOG.warn("key generation of {}: {}", vault.name(), problems);
      }
    } catch (ExecutionException | TimeoutException e) {
      failures.put(vault.name(), "a KEY statement was not logged: " + Errors.from(e).getMessage());
      LOG.warn("key generation of {} will be tried again", vault.name(), e);
    }
  }

  private Map<String, ListenableFuture<GenerateKeyResponse>> begin(Vault vault) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    GenerateKeyRequest request =
        GenerateKeyRequest.newBuilder()
            .setProposalSeq(vault.proposalSeq())
            .setNonce(ByteString.copyFrom(nonce))
            .build();
    Map<String, ListenableFuture<GenerateKeyResponse>> calls = new LinkedHashMap<>();
    for (int party : vault.parties()) {
      String node = quorums.node(party);
      calls.put(
          node,
          ReplicaGrpc.newFutureStub(channels.to(node))
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .generateKey(request));
    }
    return calls;
  }

  private void take(
      String node,
      ListenableFuture<GenerateKeyResponse> call,
      List<CompletableFuture<?>> logged,
      List<String> problems)
      throws InterruptedException {
    try {
      GenerateKeyResponse response = call.get();
      if (response.hasFailure()) {
        SessionFailure failure = response.getFailure();
        problems.add(
            node
                + " "
                + failure.getCode()
                + " blaming "
                + failure.getCulpritsList()
                + " "
                + failure.getMessage());
        return;
      }
      Envelope statement = Envelope.parse(response.getKeyStatement().toByteArray());
      if (statement.kind() == StatementKind.KEY) {
        logged.add(sequencer.submit(statement, Optional.empty()));
      } else {
        problems.add(node + " answered with a " + statement.kind());
      }
    } catch (ExecutionException e) {
      problems.add(node + " " + Errors.from(e).getMessage());
    } catch (InvalidStatementException e) {
      problems.add(node + " answered with no statement: " + e.getMessage());
    }
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }
}
