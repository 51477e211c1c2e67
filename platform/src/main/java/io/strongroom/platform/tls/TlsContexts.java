package io.strongroom.platform.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import javax.net.ssl.SSLException;

/// The two TLS contexts of the cluster: TLS 1.3 only, JDK engine, certificates on both sides.
public final class TlsContexts {

  private static final String PROTOCOL = "TLSv1.3";

  private TlsContexts() {}

  /// For a server that everybody in the directory may reach.
  public static SslContext server(TlsIdentity identity, Directory directory) {
    return build(
        SslContextBuilder.forServer(identity.privateKey(), identity.certificate())
            .trustManager(PinnedTrust.anyKnown(directory))
            .clientAuth(ClientAuth.REQUIRE));
  }

  /// For a client that wants to reach one principal and nobody else.
  public static SslContext client(TlsIdentity identity, Directory directory, Principal server) {
    return build(
        SslContextBuilder.forClient()
            .keyManager(identity.privateKey(), identity.certificate())
            .trustManager(PinnedTrust.only(directory, server)));
  }

  private static SslContext build(SslContextBuilder builder) {
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols(PROTOCOL).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JDK cannot do TLS 1.3", e);
    }
  }
}
