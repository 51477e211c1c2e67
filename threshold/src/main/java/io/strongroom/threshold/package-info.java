/// Threshold ECDSA over secp256k1 after the corrected DKLs23 protocol (`docs/protocol.md`).
///
/// The public types of the module. Everything here is pure: sessions are state machines that turn
/// received bytes into bytes to send; time, storage, network and randomness come from the caller.
/// Not done here: sealing of secrets, the durable records the protocol demands before a message may
/// leave, retries, and timeouts. Those belong to the process that runs the sessions.
@NullMarked
package io.strongroom.threshold;

import org.jspecify.annotations.NullMarked;
