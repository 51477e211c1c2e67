package io.strongroom.platform.tls;

import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.SpkiHash;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The TLS key of one principal: EC P-256 with a self-signed certificate whose subject alternative
/// name is the principal's URI. Used for TLS only, never to sign statements.
///
/// Secret: redacted in `toString`; the private key leaves only towards the TLS engine and the
/// sealed keystore. Thread rule: immutable.
public final class TlsIdentity {

  private static final String KEY_ENTRY = "tls.key";
  private static final String CERTIFICATE_ENTRY = "tls.certificate";

  /// RFC 5280, 4.1.2.5: no well-defined expiry. The pin decides, and ends with the credential.
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  private static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
  private static final int SERIAL_BITS = 120;

  private final Principal principal;
  private final PrivateKey privateKey;
  private final X509Certificate certificate;

  private TlsIdentity(Principal principal, PrivateKey privateKey, X509Certificate certificate) {
    this.principal = principal;
    this.privateKey = privateKey;
    this.certificate = certificate;
  }

  /// A fresh key and certificate.
  public static TlsIdentity generate(Principal principal) {
    SecureRandom random = new SecureRandom();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      return new TlsIdentity(principal, pair.getPrivate(), selfSigned(principal, pair, random));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a P-256 certificate on this JDK", e);
    }
  }

  /// Reads the identity from a keystore.
  ///
  /// @throws SealException NO_SUCH_ENTRY when there is none, CORRUPT
  /// @throws PinException MALFORMED when key, certificate and principal do not belong together
  public static TlsIdentity load(SealedKeystore keystore, Principal principal)
      throws SealException, PinException {
    byte[] pkcs8 = keystore.get(KEY_ENTRY);
    byte[] der = keystore.get(CERTIFICATE_ENTRY);
    try {
      PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      X509Certificate certificate = parse(der);
      TlsIdentity identity = new TlsIdentity(principal, key, certificate);
      identity.requireMatching();
      return identity;
    } catch (GeneralSecurityException e) {
      if (e instanceof PinException pin) {
        throw pin;
      }
      throw PinException.malformed("the stored key or certificate cannot be parsed");
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /// Stores the identity in a keystore.
  ///
  /// @throws SealException IO
  public void store(SealedKeystore keystore) throws SealException {
    byte[] pkcs8 = privateKey.getEncoded();
    try {
      keystore.put(KEY_ENTRY, pkcs8);
      keystore.put(CERTIFICATE_ENTRY, certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was made here has an encoding", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /// Who this is.
  public Principal principal() {
    return principal;
  }

  /// The pin that others must know.
  public SpkiHash spki() {
    return SpkiHash.of(certificate);
  }

  /// The certificate; public.
  public X509Certificate certificate() {
    return certificate;
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  private void requireMatching() throws GeneralSecurityException {
    byte[] probe = spki().hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(privateKey);
    signer.update(probe);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(probe);
    if (!signer.verify(signature)) {
      throw PinException.malformed("the stored TLS key and certificate do not belong together");
    }
    PinnedTrust.requireNames(certificate, principal);
  }

  private static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static X509Certificate selfSigned(Principal principal, KeyPair pair, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    X500Name name =
        new X500Name("CN=" + principal.id() + ",OU=" + principal.kind().label() + ",O=Strongroom");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
            Date.from(NOT_BEFORE),
            Date.from(NEVER),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(
            new GeneralName(GeneralName.uniformResourceIdentifier, principal.uri().toString())));
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    return parse(builder.build(signer).getEncoded());
  }

  @Override
  public String toString() {
    return "TlsIdentity(" + principal + ", " + spki() + ")";
  }
}
