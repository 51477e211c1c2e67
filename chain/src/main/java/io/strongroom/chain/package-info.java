/// The chains on which a vault can pay: what a transaction is, which digest it has, what its bytes
/// say.
///
/// Pure: bytes and values in, bytes and values out. No RPC, no files, no clock, no randomness, no
/// private keys. Nothing here knows what a vault, a policy or a statement is; the shells join this
/// module to the rules of custody.
@NullMarked
package io.strongroom.chain;

import org.jspecify.annotations.NullMarked;
