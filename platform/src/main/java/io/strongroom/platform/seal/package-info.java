/// Private keys at rest: a keystore file sealed under a passphrase, and sealers for rows in a
/// database.
///
/// Not done here: hardware keystores, and protection of keys in the memory of a running process
/// (wiping is best effort on a JVM).
@NullMarked
package io.strongroom.platform.seal;

import org.jspecify.annotations.NullMarked;
