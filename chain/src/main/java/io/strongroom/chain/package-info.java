/// The chains on which a vault can pay: what a transaction is, which digest it has, what its bytes
/// say.
///
/// Pure: bytes and values in, bytes and values out. No RPC, no files, no clock, no randomness, no
/// private keys. Nothing here knows what a vault or a policy is. The package `custody` answers what
/// the rules of custody ask of a chain; the shells join the two.
@NullMarked
package io.strongroom.chain;

import org.jspecify.annotations.NullMarked;
