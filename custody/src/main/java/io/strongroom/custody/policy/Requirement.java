package io.strongroom.custody.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What must be given before a request or a proposal may go on: approvals per group, and a delay
/// after they are complete.
///
/// @param approvals how many persons of each group, at least 1 each
/// @param delayMs milliseconds
public record Requirement(SortedMap<String, Integer> approvals, long delayMs) {
  /// Nothing is required.
  public static final Requirement NONE = new Requirement(new TreeMap<>(), 0);

  public Requirement {
    approvals = Collections.unmodifiableSortedMap(new TreeMap<>(approvals));
  }

  /// The weakest requirement that is as strong as both: per group the greater number, the longer
  /// delay.
  public Requirement merge(Requirement other) {
    SortedMap<String, Integer> merged = new TreeMap<>(approvals);
    other.approvals.forEach((group, n) -> merged.merge(group, n, Math::max));
    return new Requirement(merged, Math.max(delayMs, other.delayMs));
  }

  /// `{"approvals":[{"group":…,"n":…}…],"delay":ms}`, groups ascending.
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode list = node.putArray("approvals");
    approvals.forEach((group, n) -> list.addObject().put("group", group).put("n", n));
    node.put("delay", delayMs);
    return node;
  }

  /// SHA-256 of the canonical JSON. No state and no policy hash is in it.
  public Hash32 hash() {
    return Hash32.sha256(CanonicalJson.write(json()));
  }

  /// For people: `1 of ops, 3 of board, then 24h`.
  public String text() {
    StringBuilder text = new StringBuilder();
    approvals.forEach((group, n) ->
        text.append(text.isEmpty() ? "" : ", ").append(n).append(" of ").append(group));
    if (delayMs > 0) {
      text.append(text.isEmpty() ? "" : ", then ")
          .append(Durations.text(delayMs))
          .append(" of delay");
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }
}
