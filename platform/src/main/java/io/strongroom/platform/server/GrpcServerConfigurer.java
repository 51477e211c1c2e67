package io.strongroom.platform.server;

import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.strongroom.platform.grpc.AuthInterceptor;
import io.strongroom.platform.grpc.ErrorInterceptor;
import io.strongroom.platform.grpc.LimitsInterceptor;
import io.strongroom.platform.grpc.MessageLimits;
import io.strongroom.platform.grpc.RequestLimits;
import io.strongroom.platform.grpc.RoleTable;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.tls.TlsContexts;
import io.strongroom.platform.tls.TlsIdentity;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Turns the framework's gRPC server into one of the cluster: mutual TLS 1.3, a virtual thread for
/// every call, the interceptors in their order, limits on messages and connections.
///
/// It needs a [TlsIdentity] and a [Directory] bean: without them the context does not start, so
/// that no server listens without TLS.
@Singleton
public final class GrpcServerConfigurer implements BeanCreatedEventListener<ServerBuilder<?>> {

  private static final int HANDSHAKE_SECONDS = 10;
  private static final int LEAST_KEEPALIVE_SECONDS = 30;
  private static final int KEEPALIVE_SECONDS = 60;
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;

  private final TlsIdentity identity;
  private final Directory directory;
  private final RoleTable roles;
  private final RequestLimits limits;

  /// From the process's own beans.
  public GrpcServerConfigurer(
      TlsIdentity identity, Directory directory, RoleTable roles, RequestLimits limits) {
    this.identity = identity;
    this.directory = directory;
    this.roles = roles;
    this.limits = limits;
  }

  @Override
  public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
    if (!(event.getBean() instanceof NettyServerBuilder builder)) {
      throw new IllegalStateException("the gRPC server is not Netty's");
    }
    return configure(builder);
  }

  /// Makes any Netty gRPC server one of the cluster; for servers that are built without the
  /// framework.
  public NettyServerBuilder configure(NettyServerBuilder builder) {
    // The interceptor that is added last sees a call first.
    return builder
        .sslContext(TlsContexts.server(identity, directory))
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .intercept(new LimitsInterceptor(limits))
        .intercept(new AuthInterceptor(directory, roles))
        .intercept(new ErrorInterceptor())
        .maxInboundMessageSize(MessageLimits.MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MessageLimits.MAX_METADATA_BYTES)
        .maxConcurrentCallsPerConnection(MessageLimits.MAX_CALLS_PER_CONNECTION)
        .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveTime(LEAST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
