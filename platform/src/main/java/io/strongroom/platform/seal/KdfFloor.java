package io.strongroom.platform.seal;

/// Which passphrase work factors a process accepts.
public enum KdfFloor {
  /// At least 256 MiB and three passes. The only setting for real keys.
  STRONG_ONLY,
  /// Anything. For demonstrations and tests: a stolen keystore is then as good as open.
  INSECURE_DEMO_KDF_ALLOWED;

  boolean allows(KdfParameters parameters) {
    return this == INSECURE_DEMO_KDF_ALLOWED || parameters.isStrong();
  }
}
