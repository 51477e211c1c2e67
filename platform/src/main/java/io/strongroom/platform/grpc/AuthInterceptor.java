package io.strongroom.platform.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.tls.PinException;
import io.strongroom.platform.tls.PinnedTrust;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The outer door: takes the caller from the TLS session, asks the directory again (a credential
/// may have been revoked since the handshake), and lets through what the role table allows.
///
/// Must run inside [ErrorInterceptor], which turns its refusals into statuses.
public final class AuthInterceptor implements ServerInterceptor {

  private final PinnedTrust trust;
  private final RoleTable roles;

  /// Who is who, and who may call what.
  public AuthInterceptor(Directory directory, RoleTable roles) {
    this.trust = PinnedTrust.anyKnown(directory);
    this.roles = roles;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String service = String.valueOf(call.getMethodDescriptor().getServiceName());
    Optional<Principal> caller = callerOf(call.getAttributes());
    if (caller.isEmpty()) {
      if (service.equals(RoleTable.HEALTH_SERVICE)) {
        return next.startCall(call, headers);
      }
      throw StrongroomException.of(
          ErrorCode.UNAUTHENTICATED,
          "this caller's certificate is not, or no longer, known to this cluster");
    }
    if (!roles.allows(service, caller.get().kind())) {
      throw StrongroomException.of(
          ErrorCode.ROLE_DENIED, "a " + caller.get().kind().label() + " may not call " + service);
    }
    return Contexts.interceptCall(
        Caller.with(Context.current(), caller.get()), call, headers, next);
  }

  private Optional<Principal> callerOf(Attributes attributes) {
    SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length == 1 && chain[0] instanceof X509Certificate certificate
          ? Optional.of(trust.principalOf(certificate))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException | PinException e) {
      return Optional.empty();
    }
  }
}
