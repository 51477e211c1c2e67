package io.strongroom.platform.tls;

import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.SpkiHash;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Accepts exactly the certificates whose public key the directory knows, and nothing else: no
/// authority, no chain, no host name, no validity period.
///
/// Security guarantee: a handshake that this accepts was made with the private key of the principal
/// that [#principalOf] returns for the session's certificate. Thread rule: stateless, safe from any
/// thread.
public final class PinnedTrust extends X509ExtendedTrustManager {

  private static final int URI_NAME = 6;

  private final Directory directory;
  private final Optional<Principal> expected;

  private PinnedTrust(Directory directory, Optional<Principal> expected) {
    this.directory = directory;
    this.expected = expected;
  }

  /// Accepts everybody that the directory knows: for servers.
  public static PinnedTrust anyKnown(Directory directory) {
    return new PinnedTrust(directory, Optional.empty());
  }

  /// Accepts one principal only: for clients.
  public static PinnedTrust only(Directory directory, Principal expected) {
    return new PinnedTrust(directory, Optional.of(expected));
  }

  /// Whose certificate this is.
  ///
  /// @throws PinException when nobody's, when it does not name its owner, or when it is not the
  ///   expected one's
  public Principal principalOf(X509Certificate certificate) throws PinException {
    SpkiHash key = SpkiHash.of(certificate);
    Principal owner =
        directory.principalOf(key).orElseThrow(() -> PinException.unknownKey(key.hex()));
    if (expected.isPresent() && !expected.get().equals(owner)) {
      throw PinException.wrongPrincipal(expected.get(), owner);
    }
    requireNames(certificate, owner);
    return owner;
  }

  static void requireNames(X509Certificate certificate, Principal owner) throws PinException {
    if (!names(certificate, owner)) {
      throw PinException.malformed("it does not name " + owner.uri());
    }
  }

  private void check(X509Certificate @Nullable [] chain) throws CertificateException {
    if (chain == null || chain.length != 1) {
      throw PinException.malformed("exactly one certificate is expected");
    }
    X509Certificate certificate = chain[0];
    Principal owner = principalOf(certificate);
    try {
      certificate.verify(certificate.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException(
          "the certificate of " + owner + " is not signed by its own key", e);
    }
  }

  private static boolean names(X509Certificate certificate, Principal owner) throws PinException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name ->
                  name.get(0).equals(URI_NAME) && name.get(1).equals(owner.uri().toString()));
    } catch (CertificateParsingException e) {
      throw PinException.malformed("its names cannot be parsed");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
