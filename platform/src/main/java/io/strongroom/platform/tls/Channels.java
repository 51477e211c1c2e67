package io.strongroom.platform.tls;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.strongroom.platform.grpc.DefaultDeadline;
import io.strongroom.platform.grpc.MessageLimits;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Opens channels to other processes of the cluster. The pin is the identity: the address may be
/// anything.
public final class Channels {

  /// What a unary call gets when the caller sets no deadline of its own.
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  private static final int KEEPALIVE_SECONDS = 60;
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;

  private Channels() {}

  /// Opens a channel; nothing is sent before the first call. Failures of the handshake show up in
  /// calls: decode them with `Errors.from`.
  ///
  /// @param host name or address
  /// @param port 1 to 65535
  /// @param identity who calls
  /// @param server who must answer
  /// @param directory where the server's key is pinned
  /// @return to be shut down by the caller; safe from any thread
  /// @throws IllegalArgumentException when the directory does not know the server
  public static ManagedChannel open(
      String host, int port, TlsIdentity identity, Principal server, Directory directory) {
    if (directory.keyOf(server).isEmpty()) {
      throw new IllegalArgumentException("this cluster has no " + server);
    }
    return NettyChannelBuilder.forAddress(host, port)
        .sslContext(TlsContexts.client(identity, directory, server))
        .maxInboundMessageSize(MessageLimits.MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MessageLimits.MAX_METADATA_BYTES)
        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .disableRetry()
        .intercept(new DefaultDeadline(DEFAULT_DEADLINE))
        .build();
  }
}
