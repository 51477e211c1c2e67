package io.strongroom.node.guard;

import java.util.List;

/// What the coordinator asks to be signed: log positions, never digests.
///
/// @param authorizeSeqs positions of AUTHORIZE entries, ascending
/// @param signers party indices, ascending
/// @param nonce 32 bytes
/// @param checkpoint the head's note with its cosignatures
@SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
public record SignOrder(
    List<Long> authorizeSeqs, List<Integer> signers, byte[] nonce, byte[] checkpoint) {

  public SignOrder {
    authorizeSeqs = List.copyOf(authorizeSeqs);
    signers = List.copyOf(signers);
  }
}
