package io.strongroom.custody.statement;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A share holder says: my share of this key is active.
///
/// @param proposal log position of the PROPOSAL that ordered the key
/// @param publicKey compressed secp256k1 point, 33 bytes
/// @param packageHash hash of the key package that all holders agreed on; field `package`
/// @param parties node indices of all holders, strictly ascending
/// @param keyEpoch the key's epoch, from 0 on. Not the log's
/// @param addresses canonical address by chain
public record Key(
    Header header,
    long proposal,
    String vault,
    String keyId,
    Bytes publicKey,
    Hash32 packageHash,
    List<Integer> parties,
    int threshold,
    long keyEpoch,
    SortedMap<String, String> addresses)
    implements BoundStatement {

  public Key {
    parties = List.copyOf(parties);
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
  }

  @Override
  public StatementKind kind() {
    return StatementKind.KEY;
  }
}
