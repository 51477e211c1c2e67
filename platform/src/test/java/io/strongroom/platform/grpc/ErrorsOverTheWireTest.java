package io.strongroom.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.PrincipalKind;
import io.strongroom.platform.tls.TestServer;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.GetPolicyRequest;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.PeerGrpc;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.Withdrawal;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Errors, roles and limits through a real server and a real channel.
final class ErrorsOverTheWireTest {

  @Test
  void typedError_arrivesAsItWasThrown() throws Exception {
    StrongroomException thrown =
        new StrongroomException(
            ErrorCode.refused("FROZEN"), "intent.vault", "vault \"treasury\" is frozen", true);

    StrongroomException received = failure(id -> fail(thrown));

    assertEquals(thrown.code(), received.code());
    assertEquals(thrown.field(), received.field());
    assertEquals(thrown.sentence(), received.sentence());
    assertTrue(received.retryable());
  }

  @Test
  void typedErrorInsideAnotherException_isFound() throws Exception {
    StrongroomException received =
        failure(
            id -> fail(new IllegalStateException(StrongroomException.invalid("BAD", "x", "y"))));

    assertEquals(ErrorCode.invalid("BAD"), received.code());
  }

  @Test
  void unexpectedException_tellsTheCallerNothingButAnIncident() throws Exception {
    StrongroomException received =
        failure(id -> fail(new IllegalStateException("password=hunter2")));

    assertEquals(ErrorCode.INTERNAL, received.code());
    assertTrue(received.sentence().matches(".* incident [0-9a-f]{16}"), received.sentence());
    assertFalse(received.toString().contains("hunter2"));
    assertFalse(String.valueOf(received.getCause()).contains("hunter2"));
  }

  @Test
  void statusOfAnotherServer_isNotPassedOn() throws Exception {
    StrongroomException received =
        failure(id ->
            fail(Status.PERMISSION_DENIED.withDescription("secret place").asRuntimeException()));

    assertEquals(ErrorCode.INTERNAL, received.code());
    assertFalse(String.valueOf(received.getCause()).contains("secret place"));
  }

  @Test
  void serverSurvivesEveryFailure() throws Exception {
    try (TestServer server =
        new TestServer(id ->
            id.equals("good")
                ? Withdrawal.getDefaultInstance()
                : fail(new IllegalStateException()))) {
      Channel channel = server.from(TestServer.MEMBER);
      assertThrows(StatusRuntimeException.class, () -> get(channel, "bad"));
      assertEquals(Withdrawal.getDefaultInstance(), get(channel, "good"));
    }
  }

  @Test
  void unservedMethod_isUnimplemented() throws Exception {
    try (TestServer server = new TestServer()) {
      DeskGrpc.DeskBlockingStub desk = DeskGrpc.newBlockingStub(server.from(TestServer.MEMBER));

      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () -> desk.getPolicy(GetPolicyRequest.getDefaultInstance()));

      assertEquals(ErrorCode.UNIMPLEMENTED, Errors.from(e).code());
    }
  }

  @Test
  void callerOfTheWrongKind_isRefused() throws Exception {
    try (TestServer server = new TestServer()) {
      for (Principal caller : new Principal[] {TestServer.OTHER_NODE, Principal.COORDINATOR}) {
        StatusRuntimeException e =
            assertThrows(StatusRuntimeException.class, () -> get(server.from(caller), "x"));
        assertEquals(ErrorCode.ROLE_DENIED, Errors.from(e).code());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PrincipalKind.class)
  void roleTable_isClosed(PrincipalKind kind) {
    RoleTable table = RoleTable.standard();

    assertEquals(kind == PrincipalKind.COORDINATOR, table.allows(ReplicaGrpc.SERVICE_NAME, kind));
    assertEquals(kind == PrincipalKind.NODE, table.allows(PeerGrpc.SERVICE_NAME, kind));
    assertEquals(kind == PrincipalKind.MEMBER, table.allows(DeskGrpc.SERVICE_NAME, kind));
    assertTrue(table.allows(NodeInfoGrpc.SERVICE_NAME, kind));
    assertFalse(table.allows("strongroom.v1.Unlisted", kind));
    assertTrue(
        table.with("strongroom.v1.Unlisted", Set.of(kind)).allows("strongroom.v1.Unlisted", kind));
  }

  @Test
  void callOutsideAnyRequest_hasNoCaller() {
    assertTrue(Caller.find().isEmpty());
    assertEquals(
        ErrorCode.UNAUTHENTICATED, assertThrows(StrongroomException.class, Caller::current).code());
  }

  @Test
  void requestLargerThanItsMethodAllows_isRefusedBeforeTheService() throws Exception {
    try (TestServer server =
        new TestServer(id -> fail(new AssertionError("reached the service")))) {
      Channel channel = server.from(TestServer.MEMBER);

      StrongroomException error =
          Errors.from(
              assertThrows(StatusRuntimeException.class, () -> get(channel, "x".repeat(17_000))));

      assertEquals(ErrorCode.TOO_LARGE, error.code());
    }
  }

  @Test
  void callWithoutDeadlineOrWithAnAbsurdOne_isRefused() throws Exception {
    RequestLimits limits = new RequestLimits(Map.of(), 1000, 10, Duration.ofSeconds(5));
    try (TestServer server = new TestServer(id -> Withdrawal.getDefaultInstance(), limits)) {
      DeskGrpc.DeskBlockingStub desk = DeskGrpc.newBlockingStub(server.from(TestServer.MEMBER));
      GetWithdrawalRequest request = GetWithdrawalRequest.getDefaultInstance();

      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () -> desk.withDeadlineAfter(60, TimeUnit.SECONDS).getWithdrawal(request));

      assertEquals(ErrorCode.invalid("DEADLINE_REQUIRED"), Errors.from(e).code());
      desk.withDeadlineAfter(4, TimeUnit.SECONDS).getWithdrawal(request);
    }
  }

  @Test
  void callerWithTooManyStreams_isRefusedUntilOneEnds() throws Exception {
    RequestLimits limits = new RequestLimits(Map.of(), 1000, 2, Duration.ofMinutes(1));
    try (TestServer server = new TestServer(id -> Withdrawal.getDefaultInstance(), limits)) {
      DeskGrpc.DeskBlockingStub desk = DeskGrpc.newBlockingStub(server.from(TestServer.MEMBER));
      GetWithdrawalRequest request = GetWithdrawalRequest.getDefaultInstance();
      Iterator<Withdrawal> first = desk.watchWithdrawal(request);
      Iterator<Withdrawal> second = desk.watchWithdrawal(request);
      first.next();
      second.next();

      StrongroomException error =
          Errors.from(
              assertThrows(
                  StatusRuntimeException.class,
                  () -> desk.withDeadlineAfter(10, TimeUnit.SECONDS).getWithdrawal(request)));

      assertEquals(ErrorCode.TOO_MANY_CALLS, error.code());
      assertTrue(error.retryable());
      NodeInfoGrpc.newBlockingStub(server.from(TestServer.OTHER_NODE))
          .withDeadlineAfter(10, TimeUnit.SECONDS)
          .getStatus(io.strongroom.proto.v1.GetNodeStatusRequest.getDefaultInstance());
    }
  }

  @Test
  void slowServer_endsAtTheCallersDeadline() throws Exception {
    java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
    try (TestServer server = new TestServer(id -> waitFor(release))) {
      DeskGrpc.DeskBlockingStub desk = DeskGrpc.newBlockingStub(server.from(TestServer.MEMBER));

      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  desk.withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                      .getWithdrawal(GetWithdrawalRequest.getDefaultInstance()));

      assertEquals(ErrorCode.DEADLINE, Errors.from(e).code());
      release.countDown();
    }
  }

  @Test
  void decoding_copesWithAnything() {
    Metadata garbage = new Metadata();
    garbage.put(Errors.TRAILER, new byte[] {(byte) 0xff, 1});
    Metadata badCode = new Metadata();
    badCode.put(
        Errors.TRAILER,
        io.strongroom.proto.v1.ErrorDetail.newBuilder()
            .setCode("lower case")
            .build()
            .toByteArray());

    assertEquals(
        ErrorCode.DEADLINE,
        Errors.from(new StatusRuntimeException(Status.DEADLINE_EXCEEDED, garbage)).code());
    assertEquals(
        ErrorCode.INTERNAL,
        Errors.from(new StatusRuntimeException(Status.ABORTED, badCode)).code());
    assertEquals(ErrorCode.INTERNAL, Errors.from(new IllegalStateException()).code());
    assertEquals(
        ErrorCode.CANCELLED_CALL,
        Errors.from(new CompletionException(Status.CANCELLED.asException())).code());
  }

  @Test
  void errorCode_hasAStrictForm() {
    for (String bad : new String[] {"", "lower", "A-B", "1A", "A".repeat(65)}) {
      assertThrows(IllegalArgumentException.class, () -> ErrorCode.invalid(bad), bad);
    }
    assertThrows(IllegalArgumentException.class, () -> new ErrorCode("OK", Status.Code.OK));
  }

  private static StrongroomException failure(Function<String, Withdrawal> desk) throws Exception {
    try (TestServer server = new TestServer(desk)) {
      return Errors.from(
          assertThrows(
              StatusRuntimeException.class, () -> get(server.from(TestServer.MEMBER), "id")));
    }
  }

  private static Withdrawal get(Channel channel, String id) {
    return DeskGrpc.newBlockingStub(channel)
        .getWithdrawal(GetWithdrawalRequest.newBuilder().setRequestId(id).build());
  }

  private static Withdrawal waitFor(java.util.concurrent.CountDownLatch release) {
    try {
      release.await();
      return Withdrawal.getDefaultInstance();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Withdrawal fail(RuntimeException failure) {
    throw failure;
  }

  private static Withdrawal fail(AssertionError failure) {
    throw failure;
  }
}
