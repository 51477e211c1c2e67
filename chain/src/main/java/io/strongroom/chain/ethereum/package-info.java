/// Ethereum: addresses, the one kind of transaction that a vault may send, its digest, bytes and
/// identifier.
///
/// [EthereumPlan] is the closed schema of a native transfer under EIP-1559; [SignedTransfer] is
/// such a plan with a signature, to and from raw bytes; [EthereumAddress], [EthereumChain],
/// [EcdsaSignature] are its parts and [Secp256k1] verifies and recovers. All values are public and
/// immutable, safe for any thread, and no method is constant-time: no secret ever enters this
/// package.
///
/// Not done here: tokens and contract calls, access lists, blobs, delegation (EIP-7702), legacy and
/// EIP-2930 transactions, contract accounts as senders. Their bytes are refused, not skipped.
@NullMarked
package io.strongroom.chain.ethereum;

import org.jspecify.annotations.NullMarked;
