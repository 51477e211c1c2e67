package io.strongroom.platform.tls;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.strongroom.platform.grpc.Caller;
import io.strongroom.platform.grpc.RequestLimits;
import io.strongroom.platform.grpc.RoleTable;
import io.strongroom.platform.health.HealthEndpoint;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.SpkiHash;
import io.strongroom.platform.server.GrpcServerConfigurer;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.Withdrawal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A real server of the cluster over loopback, with a directory that tests can change, and channels
/// to it.
public final class TestServer implements AutoCloseable {

  public static final Principal NODE = Principal.node("node-1");
  public static final Principal OTHER_NODE = Principal.node("node-2");
  public static final Principal MEMBER = Principal.member("alice");

  /// Generated once: key generation is not what these tests are about.
  public static final Map<Principal, TlsIdentity> IDENTITIES = identities();

  /// What Desk.GetWithdrawal does with a request id; may throw.
  private final Function<String, Withdrawal> desk;

  public final Map<Principal, SpkiHash> pins = new ConcurrentHashMap<>();
  public final Readiness readiness = new Readiness();
  private final Server server;
  private final List<ManagedChannel> channels = new ArrayList<>();

  public TestServer() throws IOException {
    this(
        id -> Withdrawal.newBuilder().setRequestId(id).setInitiator(Caller.current().id()).build());
  }

  public TestServer(Function<String, Withdrawal> desk) throws IOException {
    this(desk, RequestLimits.standard());
  }

  public TestServer(Function<String, Withdrawal> desk, RequestLimits limits) throws IOException {
    this.desk = desk;
    IDENTITIES.forEach((principal, identity) -> pins.put(principal, identity.spki()));
    GrpcServerConfigurer configurer =
        new GrpcServerConfigurer(identity(NODE), directory(), RoleTable.standard(), limits);
    server =
        configurer
            .configure(
                NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
            .addService(new Desk())
            .addService(new OwnStatus())
            .addService(new HealthEndpoint(readiness))
            .build()
            .start();
  }

  private static Map<Principal, TlsIdentity> identities() {
    Map<Principal, TlsIdentity> identities = new HashMap<>();
    for (Principal principal : List.of(NODE, OTHER_NODE, MEMBER, Principal.COORDINATOR)) {
      identities.put(principal, TlsIdentity.generate(principal));
    }
    return Map.copyOf(identities);
  }

  public static TlsIdentity identity(Principal principal) {
    return Objects.requireNonNull(IDENTITIES.get(principal));
  }

  public int port() {
    return server.getPort();
  }

  /// Answers from the pins of this moment.
  public Directory directory() {
    return new Directory() {
      @Override
      public Optional<Principal> principalOf(SpkiHash key) {
        return pins.entrySet().stream()
            .filter(e -> e.getValue().equals(key))
            .map(Map.Entry::getKey)
            .findAny();
      }

      @Override
      public Optional<SpkiHash> keyOf(Principal principal) {
        return Optional.ofNullable(pins.get(principal));
      }
    };
  }

  /// A channel as everybody opens it, from a known principal.
  public ManagedChannel from(Principal caller) {
    return open(identity(caller), NODE, directory());
  }

  public ManagedChannel open(TlsIdentity identity, Principal expected, Directory known) {
    return opened(Channels.open("127.0.0.1", port(), identity, expected, known));
  }

  public ManagedChannel opened(ManagedChannel channel) {
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
  }

  private final class Desk extends DeskGrpc.DeskImplBase {
    @Override
    public void getWithdrawal(GetWithdrawalRequest request, StreamObserver<Withdrawal> observer) {
      observer.onNext(desk.apply(request.getRequestId()));
      observer.onCompleted();
    }

    @Override
    public void watchWithdrawal(GetWithdrawalRequest request, StreamObserver<Withdrawal> observer) {
      // Stays open until the caller leaves.
      observer.onNext(desk.apply(request.getRequestId()));
    }
  }

  private static final class OwnStatus extends NodeInfoGrpc.NodeInfoImplBase {
    @Override
    public void getStatus(GetNodeStatusRequest request, StreamObserver<NodeSelfStatus> observer) {
      observer.onNext(NodeSelfStatus.newBuilder().setId(Caller.current().toString()).build());
      observer.onCompleted();
    }
  }
}
