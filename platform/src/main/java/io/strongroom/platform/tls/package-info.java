/// TLS 1.3 with pinned identities on both sides: self-signed P-256 certificates whose public key
/// hash is what the genesis statement names. No certificate authority, no host name, no expiry
/// decides anything here.
@NullMarked
package io.strongroom.platform.tls;

import org.jspecify.annotations.NullMarked;
