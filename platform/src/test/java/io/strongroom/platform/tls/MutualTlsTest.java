package io.strongroom.platform.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A real Netty server and real clients over loopback.
final class MutualTlsTest {

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void knownCallers_areServedUnderTheirOwnName() {
    for (Principal caller : TestServer.IDENTITIES.keySet()) {
      assertEquals(caller.toString(), status(server.from(caller)).getId());
    }
  }

  @Test
  void unknownKey_isRefusedByTheServer() {
    TlsIdentity stranger = TlsIdentity.generate(TestServer.MEMBER);

    StrongroomException error = refused(server.open(stranger, TestServer.NODE, server.directory()));

    assertEquals(ErrorCode.CLIENT_IDENTITY, error.code(), error.getMessage());
    assertFalse(error.retryable());
  }

  @Test
  void noClientCertificate_isRefusedByTheServer() throws Exception {
    StrongroomException error = refused(raw(clientContext(), "TLSv1.3"));

    assertEquals(ErrorCode.CLIENT_IDENTITY, error.code(), error.getMessage());
  }

  @Test
  void olderTls_isRefusedByTheServer() throws Exception {
    TlsIdentity alice = TestServer.identity(TestServer.MEMBER);

    StrongroomException error =
        refused(
            raw(clientContext().keyManager(alice.privateKey(), alice.certificate()), "TLSv1.2"));

    assertEquals(ErrorCode.SERVER_IDENTITY, error.code(), error.getMessage());
    assertTrue(error.sentence().contains("TLS version"), error.sentence());
  }

  @Test
  void sameRawClientWithCertificateAndTls13_isServed() throws Exception {
    TlsIdentity alice = TestServer.identity(TestServer.MEMBER);

    ManagedChannel channel =
        raw(clientContext().keyManager(alice.privateKey(), alice.certificate()), "TLSv1.3");

    assertEquals("member alice", status(channel).getId());
  }

  @Test
  void anotherKnownServer_isRefusedByTheClient() {
    StrongroomException error =
        refused(
            server.open(
                TestServer.identity(TestServer.MEMBER), TestServer.OTHER_NODE, server.directory()));

    assertEquals(ErrorCode.SERVER_IDENTITY, error.code(), error.getMessage());
    assertTrue(
        error.sentence().contains("expected node node-2 but the certificate is node node-1's"));
  }

  @Test
  void serverWithAnotherKeyUnderTheRightName_isRefusedByTheClient() {
    Directory other =
        Directory.of(Map.of(TestServer.NODE, TlsIdentity.generate(TestServer.NODE).spki()));

    StrongroomException error =
        refused(server.open(TestServer.identity(TestServer.MEMBER), TestServer.NODE, other));

    assertEquals(ErrorCode.SERVER_IDENTITY, error.code(), error.getMessage());
    assertTrue(error.sentence().contains("not known to this cluster"), error.sentence());
  }

  @Test
  void knownKeyInACertificateThatNamesSomebodyElse_isRefused() {
    TlsIdentity alice = TestServer.identity(TestServer.MEMBER);
    server.pins.put(Principal.member("mallory"), alice.spki());
    server.pins.remove(TestServer.MEMBER);

    StrongroomException error = refused(server.open(alice, TestServer.NODE, server.directory()));

    assertEquals(ErrorCode.CLIENT_IDENTITY, error.code(), error.getMessage());
  }

  @Test
  void revokedCaller_losesAnOpenConnectionAtTheNextCall() {
    ManagedChannel channel = server.from(TestServer.MEMBER);
    assertEquals("member alice", status(channel).getId());

    server.pins.remove(TestServer.MEMBER);

    assertEquals(ErrorCode.UNAUTHENTICATED, refused(channel).code());
  }

  @Test
  void plaintext_isRefused() {
    ManagedChannel channel =
        server.opened(
            NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build());

    assertEquals(ErrorCode.UNREACHABLE, refused(channel).code());
  }

  @Test
  void nobodyListening_isUnreachableAndRetryable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    ManagedChannel channel =
        server.opened(
            Channels.open(
                "127.0.0.1",
                free,
                TestServer.identity(TestServer.MEMBER),
                TestServer.NODE,
                server.directory()));

    StrongroomException error = refused(channel);

    assertEquals(ErrorCode.UNREACHABLE, error.code());
    assertTrue(error.retryable());
  }

  @Test
  void channelToSomebodyUnknown_isNotOpened() {
    TlsIdentity alice = TestServer.identity(TestServer.MEMBER);

    assertThrows(
        IllegalArgumentException.class,
        () -> Channels.open("127.0.0.1", 1, alice, Principal.node("node-9"), server.directory()));
  }

  private SslContextBuilder clientContext() {
    return SslContextBuilder.forClient()
        .trustManager(PinnedTrust.only(server.directory(), TestServer.NODE));
  }

  private ManagedChannel raw(SslContextBuilder context, String protocol) throws IOException {
    return server.opened(
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .sslContext(
                GrpcSslContexts.configure(context, SslProvider.JDK).protocols(protocol).build())
            .build());
  }

  private static NodeSelfStatus status(Channel channel) {
    return NodeInfoGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .getStatus(GetNodeStatusRequest.getDefaultInstance());
  }

  private static StrongroomException refused(Channel channel) {
    return Errors.from(assertThrows(RuntimeException.class, () -> status(channel)));
  }
}
