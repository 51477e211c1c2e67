package io.strongroom.coordinator.desk;

import io.grpc.stub.StreamObserver;
import io.strongroom.coordinator.replicate.Commitments;
import io.strongroom.coordinator.sequence.Placed;
import io.strongroom.coordinator.sequence.Refusals;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.custody.policy.Candidate;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;
import io.strongroom.platform.grpc.Caller;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.identity.Principal;
import io.strongroom.proto.v1.ClusterStatus;
import io.strongroom.proto.v1.Decision;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.EvaluateRequest;
import io.strongroom.proto.v1.GetClusterStatusRequest;
import io.strongroom.proto.v1.GetPolicyRequest;
import io.strongroom.proto.v1.GetPolicyResponse;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.ListProposalsRequest;
import io.strongroom.proto.v1.ListProposalsResponse;
import io.strongroom.proto.v1.ListVaultsRequest;
import io.strongroom.proto.v1.ListVaultsResponse;
import io.strongroom.proto.v1.ListWithdrawalsRequest;
import io.strongroom.proto.v1.ListWithdrawalsResponse;
import io.strongroom.proto.v1.SubmitRequest;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.SubmitResponse.Acknowledgement;
import io.strongroom.proto.v1.WatchAllRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The service `Desk`.
///
/// Who says something is decided by the statement's own signature, not by the connection that it
/// came over: a member may hand in what another member signed (a console or a relay does). The
/// connection's identity opens the door, and is whom questions without a statement are about.
@Singleton
final class DeskEndpoint extends DeskGrpc.DeskImplBase {

  private static final int MAX_ENVELOPE_BYTES = 48 * 1024;
  private static final int MAX_ATTACHMENT_BYTES = 1024 * 1024;
  private static final int MAX_WAIT_MS = 60_000;
  private static final int DEFAULT_WAIT_MS = 10_000;
  private static final long SEQUENCE_SECONDS = 30;
  private static final int MAX_PAGE = 500;
  private static final int DEFAULT_PAGE = 100;

  /// What members may submit; whose signature it takes is the statement's own affair.
  private static final Set<StatementKind> ACCEPTED =
      EnumSet.of(
          StatementKind.REQUEST,
          StatementKind.APPROVAL,
          StatementKind.REJECTION,
          StatementKind.VETO,
          StatementKind.CANCEL,
          StatementKind.FREEZE,
          StatementKind.PROPOSAL);

  private final RequestLog log;
  private final Sequencer sequencer;
  private final Commitments commitments;
  private final Views views;
  private final Watches watches;
  private final ClusterStatusReport status;
  private final Clock clock;

  DeskEndpoint(
      RequestLog log,
      Sequencer sequencer,
      Commitments commitments,
      Views views,
      Watches watches,
      ClusterStatusReport status,
      Clock clock) {
    this.log = log;
    this.sequencer = sequencer;
    this.commitments = commitments;
    this.views = views;
    this.watches = watches;
    this.status = status;
    this.clock = clock;
  }

  private State state() {
    return log.view().state().advance(clock.millis());
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> observer) {
    Envelope envelope = envelope(request);
    int waitMs = Fields.waitMs(request, DEFAULT_WAIT_MS, MAX_WAIT_MS);
    Optional<byte[]> attachment =
        request.getAttachment().isEmpty()
            ? Optional.empty()
            : Optional.of(request.getAttachment().toByteArray());
    Placed placed = placed(envelope, attachment);
    boolean committed = committed(placed, waitMs);
    SubmitResponse.Builder response =
        SubmitResponse.newBuilder()
            .setAcknowledgement(
                committed ? Acknowledgement.COMMITTED : Acknowledgement.ACCEPTED_PENDING)
            .setSeq(placed.seq())
            .setLeafHash(com.google.protobuf.ByteString.copyFrom(placed.leafHash().bytes()))
            .setTs(placed.ts())
            .setDuplicate(placed.duplicate());
    state()
        .withdrawal(placed.leafHash())
        .ifPresent(withdrawal -> response.setWithdrawal(views.withdrawal(withdrawal)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static Envelope envelope(SubmitRequest request) {
    Fields.size("envelope", request.getEnvelope().size(), 1, MAX_ENVELOPE_BYTES);
    Fields.size("attachment", request.getAttachment().size(), 0, MAX_ATTACHMENT_BYTES);
    Envelope envelope;
    try {
      envelope = Envelope.parse(request.getEnvelope().toByteArray());
    } catch (InvalidStatementException e) {
      throw Refusals.of(e);
    }
    if (!ACCEPTED.contains(envelope.kind())) {
      throw StrongroomException.invalid(
          "KIND_NOT_ACCEPTED", "envelope.payloadType", envelope.kind() + " is not submitted here");
    }
    return envelope;
  }

  private Placed placed(Envelope envelope, Optional<byte[]> attachment) {
    try {
      return sequencer.submit(envelope, attachment).get(SEQUENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StrongroomException(ErrorCode.NOT_READY, "", "interrupted; try again", true, e);
    } catch (ExecutionException e) {
      throw Errors.from(e);
    } catch (TimeoutException e) {
      throw new StrongroomException(
          ErrorCode.DEADLINE, "", "the statement still waits for its position", true, e);
    }
  }

  private boolean committed(Placed placed, int waitMs) {
    try {
      commitments.await(placed.seq(), Duration.ofMillis(waitMs)).get();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw Errors.from(e);
    }
  }

  @Override
  public void getWithdrawal(
      GetWithdrawalRequest request, StreamObserver<io.strongroom.proto.v1.Withdrawal> observer) {
    observer.onNext(views.withdrawal(find(state(), request)));
    observer.onCompleted();
  }

  private static Withdrawal find(State state, GetWithdrawalRequest request) {
    Optional<Withdrawal> found;
    if (!request.getLeafHash().isEmpty()) {
      found = state.withdrawal(Fields.hash("leaf_hash", request.getLeafHash()));
    } else {
      Fields.size("request_id", request.getRequestId().length(), 1, 64);
      Fields.size("initiator", request.getInitiator().length(), 0, 64);
      String initiator =
          request.getInitiator().isEmpty() ? Caller.current().id() : request.getInitiator();
      found = state.withdrawal(initiator, request.getRequestId());
    }
    return found.orElseThrow(() ->
        StrongroomException.of(
            ErrorCode.notFound("WITHDRAWAL_UNKNOWN"), "there is no such withdrawal"));
  }

  @Override
  public void listWithdrawals(
      ListWithdrawalsRequest request, StreamObserver<ListWithdrawalsResponse> observer) {
    Set<WithdrawalStatus> wanted = Fields.states(request.getStatesList());
    Fields.size("vault", request.getVault().length(), 0, 64);
    int page = Fields.page(request.getPageSize(), DEFAULT_PAGE, MAX_PAGE);
    long before = Fields.pageToken(request.getPageToken());
    List<Withdrawal> found =
        state()
            .withdrawalsNewestFirst()
            .filter(withdrawal -> withdrawal.seq() < before)
            .filter(withdrawal -> wanted.contains(withdrawal.status()))
            .filter(withdrawal ->
                request.getVault().isEmpty()
                    || withdrawal.request().vault().equals(request.getVault()))
            .limit(page + 1L)
            .toList();
    ListWithdrawalsResponse.Builder response = ListWithdrawalsResponse.newBuilder();
    found.stream().limit(page).map(views::withdrawal).forEach(response::addWithdrawals);
    if (found.size() > page) {
      response.setNextPageToken(Long.toString(found.get(page - 1).seq()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void watchWithdrawal(
      GetWithdrawalRequest request, StreamObserver<io.strongroom.proto.v1.Withdrawal> observer) {
    watches.one(find(state(), request).leafHash(), observer);
  }

  @Override
  public void watchAll(
      WatchAllRequest request, StreamObserver<io.strongroom.proto.v1.Withdrawal> observer) {
    watches.all(observer);
  }

  @Override
  public void evaluate(EvaluateRequest request, StreamObserver<Decision> observer) {
    Principal caller = Caller.current();
    State state = state();
    String person =
        state
            .credential(caller.id())
            .map(credential -> credential.person())
            .orElseThrow(() ->
                StrongroomException.of(
                    ErrorCode.ROLE_DENIED, "only members can ask for a decision"));
    Candidate candidate =
        Candidate.question(
            person,
            Fields.name("vault", request.getVault()),
            Fields.name("asset", request.getAsset()),
            Fields.amount("amount", request.getAmount()),
            Fields.name("destination", request.getDestination()),
            Fields.amount("fee_cap", request.getFeeCap()),
            Fields.time("expires_ts", request.getExpiresTs()));
    observer.onNext(views.decision(state.evaluate(candidate)));
    observer.onCompleted();
  }

  @Override
  public void listProposals(
      ListProposalsRequest request, StreamObserver<ListProposalsResponse> observer) {
    ListProposalsResponse.Builder response = ListProposalsResponse.newBuilder();
    state().proposals().map(views::proposal).forEach(response::addProposals);
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void listVaults(ListVaultsRequest request, StreamObserver<ListVaultsResponse> observer) {
    State state = state();
    ListVaultsResponse.Builder response = ListVaultsResponse.newBuilder();
    state.vaults().values().forEach(vault -> response.addVaults(views.vault(state, vault)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> observer) {
    State state = state();
    observer.onNext(
        GetPolicyResponse.newBuilder()
            .setPolicyHash(state.policy().hash().hex())
            .setCanonical(
                com.google.protobuf.ByteString.copyFrom(state.policy().canonical().toArray()))
            .setSinceSeq(state.policyInForce().sinceSeq())
            .build());
    observer.onCompleted();
  }

  @Override
  public void getClusterStatus(
      GetClusterStatusRequest request, StreamObserver<ClusterStatus> observer) {
    observer.onNext(status.now(state()));
    observer.onCompleted();
  }
}
