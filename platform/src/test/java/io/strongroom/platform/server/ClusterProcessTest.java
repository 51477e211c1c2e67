package io.strongroom.platform.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.health.HealthEndpoint;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.store.LogStore;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.TlsIdentity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole frame: directory, lock, database, migration, TLS server, health.
final class ClusterProcessTest {

  private static final Principal NODE = Principal.node("node-1");
  private static final TlsIdentity IDENTITY = TlsIdentity.generate(NODE);
  private static final Directory KNOWN = Directory.of(Map.of(NODE, IDENTITY.spki()));

  @TempDir private Path directory;

  @Test
  void startedProcess_tellsTheTruthAboutItsReadiness() throws Exception {
    try (ClusterProcess process = builder().start()) {
      HealthGrpc.HealthBlockingStub health = health(process);
      assertEquals(ServingStatus.SERVING, check(health, HealthEndpoint.LIVENESS));
      assertEquals(ServingStatus.NOT_SERVING, check(health, ""));

      process.context().getBean(Readiness.class).withdraw(Readiness.STARTING);

      assertEquals(ServingStatus.SERVING, check(health, ""));
      assertEquals(0, process.context().getBean(LogStore.class).head().size());
      ((ManagedChannel) health.getChannel()).shutdownNow();
    }
  }

  @Test
  void secondProcessInTheSameDirectory_isRefused() throws Exception {
    try (ClusterProcess process = builder().start()) {
      ProcessFailure failure = assertThrows(ProcessFailure.class, () -> builder().start());

      assertEquals(ExitCode.USAGE, failure.exitCode());
      assertTrue(failure.sentence().contains("already running"), failure.sentence());
      assertTrue(process.port() > 0);
    }
  }

  @Test
  void portInUse_isSaidAndLeavesNothingOpen() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ProcessFailure failure =
          assertThrows(
              ProcessFailure.class,
              () -> builder().listen("127.0.0.1", socket.getLocalPort()).start());

      assertEquals(ExitCode.PORT_IN_USE, failure.exitCode());
      assertTrue(
          failure.sentence().contains("127.0.0.1:" + socket.getLocalPort()), failure.sentence());
    }
    builder().start().close();
  }

  @Test
  void damagedDatabase_isSaid() throws Exception {
    builder().start().close();
    Path file = directory.resolve("data/strongroom.mv.db");
    Files.writeString(
        file, "x".repeat(16_384), StandardCharsets.US_ASCII, StandardOpenOption.WRITE);

    ProcessFailure failure = assertThrows(ProcessFailure.class, () -> builder().start());

    assertEquals(ExitCode.CORRUPT, failure.exitCode(), String.valueOf(failure.getCause()));
  }

  @Test
  void processWithoutIdentity_doesNotListen() {
    ClusterProcess.Builder builder =
        ClusterProcess.in(new ProcessDirectory(directory)).listen("127.0.0.1", 0);

    assertEquals(ExitCode.FAILURE, assertThrows(ProcessFailure.class, builder::start).exitCode());
  }

  @Test
  void close_endsTheWaitAndTheServer() throws Exception {
    ClusterProcess process = builder().start();
    Thread waiting = Thread.ofVirtual().start(() -> await(process));

    process.close();

    assertTrue(waiting.join(Duration.ofSeconds(10)));
    assertFalse(process.context().isRunning());
  }

  @Test
  void openStream_isToldAndThenCutOffAtTheEndOfTheGraceTime() throws Exception {
    ClusterProcess process = builder().grace(Duration.ofMillis(100)).start();
    process.context().getBean(Readiness.class).withdraw(Readiness.STARTING);
    HealthGrpc.HealthBlockingStub health = health(process);
    Iterator<HealthCheckResponse> watch = health.watch(HealthCheckRequest.getDefaultInstance());
    assertEquals(ServingStatus.SERVING, watch.next().getStatus());

    process.close();

    assertEquals(ServingStatus.NOT_SERVING, watch.next().getStatus());
    assertTrue(Errors.from(assertThrows(StatusRuntimeException.class, watch::next)).retryable());
    ((ManagedChannel) health.getChannel()).shutdownNow();
  }

  private static void await(ClusterProcess process) {
    try {
      process.awaitShutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ClusterProcess.Builder builder() {
    return ClusterProcess.in(new ProcessDirectory(directory))
        .listen("127.0.0.1", 0)
        .identity(IDENTITY, KNOWN);
  }

  private static HealthGrpc.HealthBlockingStub health(ClusterProcess process) {
    return HealthGrpc.newBlockingStub(
        Channels.open("127.0.0.1", process.port(), IDENTITY, NODE, KNOWN));
  }

  private static ServingStatus check(HealthGrpc.HealthBlockingStub health, String service) {
    return health
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
