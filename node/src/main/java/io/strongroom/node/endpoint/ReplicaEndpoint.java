package io.strongroom.node.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.strongroom.node.guard.Releases;
import io.strongroom.node.guard.SignOrder;
import io.strongroom.node.guard.Signings;
import io.strongroom.node.key.KeyGenerations;
import io.strongroom.node.key.OrderedKeys;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.node.replica.LogMirror.Cosigned;
import io.strongroom.node.session.SessionRunner;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import io.strongroom.proto.v1.GenerateKeyRequest;
import io.strongroom.proto.v1.GenerateKeyResponse;
import io.strongroom.proto.v1.ReleaseRequest;
import io.strongroom.proto.v1.ReleaseResponse;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.ReplicateRequest;
import io.strongroom.proto.v1.ReplicateResponse;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.proto.v1.SignResult;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/// What the coordinator asks. It proposes log positions; this node decides.
@Singleton
public final class ReplicaEndpoint extends ReplicaGrpc.ReplicaImplBase {

  private static final int MAX_ENTRIES = 256;
  private static final int MAX_AUTHORIZES = 32;
  private static final int MAX_SIGNERS = 32;

  private final LogMirror mirror;
  private final Signings signings;
  private final OrderedKeys keys;
  private final Releases releases;
  private final Readiness readiness;

  public ReplicaEndpoint(
      LogMirror mirror,
      Signings signings,
      OrderedKeys keys,
      Releases releases,
      Readiness readiness) {
    this.mirror = mirror;
    this.signings = signings;
    this.keys = keys;
    this.releases = releases;
    this.readiness = readiness;
  }

  @Override
  public void replicate(ReplicateRequest request, StreamObserver<ReplicateResponse> observer) {
    requireServing();
    if (request.getEntriesCount() > MAX_ENTRIES) {
      throw StrongroomException.invalid(
          "TOO_MANY_ENTRIES", "entries", "at most 256 entries are taken at once");
    }
    Cosigned cosigned =
        mirror.replicate(
            request.getEntriesList().stream()
                .map(entry ->
                    new LogMirror.Incoming(
                        entry.getLeaf().toByteArray(), entry.getAttachment().toByteArray()))
                .toList(),
            request.getCheckpoint().getNote().toByteArray());
    observer.onNext(
        ReplicateResponse.newBuilder()
            .setCosignature(ByteString.copyFrom(cosigned.line(), StandardCharsets.UTF_8))
            .setSize(cosigned.size())
            .setStateHash(ByteString.copyFrom(cosigned.stateHash().bytes()))
            .build());
    observer.onCompleted();
  }

  @Override
  public void sign(SignRequest request, StreamObserver<SignResponse> observer) {
    requireServing();
    requireAscending("authorize_seqs", request.getAuthorizeSeqsList(), MAX_AUTHORIZES);
    requireAscending(
        "signers", request.getSignersList().stream().map(Integer::longValue).toList(), MAX_SIGNERS);
    SignOrder order =
        new SignOrder(
            request.getAuthorizeSeqsList(),
            request.getSignersList(),
            Calls.nonce(request.getNonce()),
            request.getCheckpoint().getNote().toByteArray());
    Signings.Answer answer = signings.sign(order, stopWithCall());
    SignResponse.Builder response =
        SignResponse.newBuilder().setRounds(answer.rounds()).setCpuUs(answer.cpuMicros());
    switch (answer.outcome()) {
      case Signings.Signed signed -> {
        SignResult.Builder result = SignResult.newBuilder();
        signed.signatures().forEach(each -> result.addSignatures(ByteString.copyFrom(each)));
        response.setResult(result);
      }
      case Signings.Refused refused -> response.setFailure(Calls.proto(refused.failure()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void generateKey(
      GenerateKeyRequest request, StreamObserver<GenerateKeyResponse> observer) {
    requireServing();
    GenerateKeyResponse.Builder response = GenerateKeyResponse.newBuilder();
    switch (keys.generate(
        request.getProposalSeq(), Calls.nonce(request.getNonce()), stopWithCall())) {
      case KeyGenerations.Result.Keyed keyed ->
          response.setKeyStatement(ByteString.copyFrom(keyed.statement()));
      case KeyGenerations.Result.Failed failed ->
          response.setFailure(Calls.proto(failed.failure()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void release(ReleaseRequest request, StreamObserver<ReleaseResponse> observer) {
    requireServing();
    byte[] statement = releases.release(request.getAuthorizeSeq());
    observer.onNext(
        ReleaseResponse.newBuilder().setStatement(ByteString.copyFrom(statement)).build());
    observer.onCompleted();
  }

  private void requireServing() {
    mirror.requireTrusted();
    Calls.requireReady(readiness);
  }

  /// Stops the session when the caller gives up.
  private static Consumer<SessionRunner.Stop> stopWithCall() {
    Context call = Context.current();
    return stop ->
        call.addListener(
            context -> {
              if (context.isCancelled()) {
                stop.stop("CALLER_LEFT", "the coordinator gave up on this session");
              }
            },
            Runnable::run);
  }

  private static void requireAscending(String field, List<Long> values, int most) {
    if (values.isEmpty() || values.size() > most) {
      throw StrongroomException.invalid("COUNT_INVALID", field, "1 to " + most + " are needed");
    }
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i - 1) >= values.get(i)) {
        throw StrongroomException.invalid("NOT_ASCENDING", field, "must be strictly ascending");
      }
    }
    if (new HashSet<>(values).stream().anyMatch(value -> value < 0)) {
      throw StrongroomException.invalid("OUT_OF_RANGE", field, "must not be negative");
    }
  }
}
