package io.strongroom.custody.gate;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Hash32;
import java.util.List;

/// One digest that a node may help to sign, as it derived it itself.
///
/// @param authorizeSeq log position of the AUTHORIZE
/// @param request leaf hash of the REQUEST
/// @param index of the input in the plan, from 0 on
/// @param path derivation below the vault's key; empty for the key itself
/// @param publicKey the vault's, compressed, 33 bytes
/// @param parties indices of the share holders
/// @param nonce the account's nonce that the transaction uses
/// @param signBy milliseconds since the Unix epoch
public record AuthorizedInput(
    long authorizeSeq,
    Hash32 request,
    int attempt,
    int index,
    Hash32 digest,
    String path,
    String vault,
    String keyId,
    long keyEpoch,
    Bytes publicKey,
    int threshold,
    List<Integer> parties,
    String chain,
    long nonce,
    long signBy) {
  public AuthorizedInput {
    parties = List.copyOf(parties);
  }

  /// What must be unique to the request before anything is signed: (vault, chain, nonce).
  public String spendClaim() {
    return vault + "|" + chain + "|" + nonce;
  }

  /// What must be unique to the digest before anything is signed: (request, attempt, input).
  public String digestClaim() {
    return request.hex() + "|" + attempt + "|" + index;
  }
}
