package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.Map;
import java.util.TreeMap;

/// How long things live: a request until its own expiry, approvals to be gathered, an authorisation
/// to be signed.
///
/// @param approveWithinMs the longest that a request waits for approvals
/// @param signWithinMs the longest that a ready request waits to be authorised, and an
///   authorisation to be signed
public record TimeToLive(long approveWithinMs, long signWithinMs) implements Rule {
  static TimeToLive read(PolicyNode node) throws InvalidPolicyException {
    node.closed("approveWithin", "signWithin");
    return new TimeToLive(positive(node.get("approveWithin")), positive(node.get("signWithin")));
  }

  private static long positive(PolicyNode node) throws InvalidPolicyException {
    long ms = node.durationMs();
    if (ms < 1) {
      throw node.refuse("must be longer than nothing");
    }
    return ms;
  }

  @Override
  public String kind() {
    return "ttl";
  }

  @Override
  public String id() {
    return "ttl";
  }

  @Override
  public Assessment assess(Case c) {
    long expires = c.candidate().expires();
    boolean expired = c.now() >= expires;
    Map<String, String> inputs = new TreeMap<>(Map.of("expires", Long.toString(expires)));
    if (expired) {
      inputs.put("reason", "the request has expired");
    }
    String headroom = expired ? "" : Durations.text(expires - c.now());
    Verdict verdict = expired ? Verdict.DENY : Verdict.PASS;
    return Assessment.of(RuleResult.of(kind(), id(), verdict, inputs, "", headroom));
  }
}
