package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Hash32;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// An AUTHORIZE that the log holds for a withdrawal.
///
/// @param seq its log position
/// @param ts log time, milliseconds since the Unix epoch
/// @param nonce the account's nonce that it uses
/// @param releases ids of the share holders who released it so far
public record Authorization(
    long seq,
    Hash32 leafHash,
    long ts,
    Authorize statement,
    long nonce,
    SortedSet<String> releases) {
  public Authorization {
    releases = Collections.unmodifiableSortedSet(new TreeSet<>(releases));
  }

  Authorization withRelease(String holder) {
    SortedSet<String> next = new TreeSet<>(releases);
    next.add(holder);
    return new Authorization(seq, leafHash, ts, statement, nonce, next);
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seq", seq).put("leaf", leafHash.hex()).put("nonce", nonce);
    ArrayNode holders = node.putArray("releases");
    releases.forEach(holders::add);
    return node;
  }
}
