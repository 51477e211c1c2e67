package io.strongroom.platform.tls;

import io.strongroom.platform.identity.Principal;
import java.security.cert.CertificateException;

/// Why a certificate was not accepted. The message is for the operator of the side that refused.
public final class PinException extends CertificateException {

  private static final long serialVersionUID = 1L;

  /// What is wrong with the certificate.
  public enum Reason {
    /// Its key belongs to nobody that this side knows.
    UNKNOWN_KEY,
    /// Its key belongs to somebody else than the one that was called.
    WRONG_PRINCIPAL,
    /// It is not a single self-signed P-256 certificate that names its own principal.
    MALFORMED
  }

  private final Reason reason;

  private PinException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static PinException unknownKey(String key) {
    return new PinException(
        Reason.UNKNOWN_KEY, "the certificate's key " + key + " is not known to this cluster");
  }

  static PinException wrongPrincipal(Principal expected, Principal actual) {
    return new PinException(
        Reason.WRONG_PRINCIPAL,
        "expected " + expected + " but the certificate is " + actual + "'s");
  }

  static PinException malformed(String what) {
    return new PinException(Reason.MALFORMED, "the certificate is refused: " + what);
  }

  /// What is wrong.
  public Reason reason() {
    return reason;
  }
}
