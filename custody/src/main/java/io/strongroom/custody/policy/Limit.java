package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A spending limit in units of the transfer's asset: per transaction, or per rolling window.
public sealed interface Limit extends Rule permits TransactionLimit, RollingLimit {
  Scope scope();

  /// The most, in base units, by asset.
  Map<String, BigInteger> max();

  /// The tier that is required beyond the limit; empty if it denies.
  Optional<Tier> onExceed();

  @Override
  default String kind() {
    return "limit";
  }

  static Limit read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("id", "scope", "per", "window", "max", "onExceed");
    String id = node.get("id").identifier();
    Scope scope = Scope.read(node.get("scope"), names);
    Map<String, BigInteger> max = readMax(node.get("max"), scope, names);
    Optional<Tier> onExceed = readOnExceed(node.get("onExceed"), names);
    if (!node.has("window")) {
      if (node.has("per")) {
        throw node.get("per").refuse("only a limit with a window sums per anything");
      }
      return new TransactionLimit(id, scope, max, onExceed);
    }
    var per = new TreeSet<Dimension>();
    for (PolicyNode dimension : node.get("per").list()) {
      if (!per.add(Dimension.read(dimension))) {
        throw dimension.refuse("named twice");
      }
    }
    long length = node.get("window").durationMs();
    if (length < 1) {
      throw node.get("window").refuse("must be longer than nothing");
    }
    return new RollingLimit(id, new Window(id, scope, per, length), max, onExceed);
  }

  private static Map<String, BigInteger> readMax(PolicyNode node, Scope scope, PolicyNames names)
      throws InvalidPolicyException {
    if (node.has("usd")) {
      throw node.get("usd").refuse("the cluster has no price source yet: use units of the asset");
    }
    node.closed("asset");
    SortedMap<String, BigInteger> max = new TreeMap<>();
    for (Asset asset : names.assets().values()) {
      if (scope.asset().map(asset.symbol()::equals).orElse(true)) {
        max.put(asset.symbol(), node.get("asset").amount(asset));
      }
    }
    return max;
  }

  private static Optional<Tier> readOnExceed(PolicyNode node, PolicyNames names)
      throws InvalidPolicyException {
    String text = node.text();
    if (text.equals("DENY")) {
      return Optional.empty();
    }
    if (!text.startsWith("STEP_UP:")) {
      throw node.refuse("must be DENY, or STEP_UP: and a tier");
    }
    return Optional.of(names.tier(node, text.substring("STEP_UP:".length())));
  }

  /// Compares a sum that includes the candidate with the limit.
  default Assessment compare(Case c, BigInteger sum, Map<String, String> inputs) {
    BigInteger most = max().get(c.candidate().asset());
    if (most == null) {
      throw new IllegalStateException("limit " + id() + " knows no asset " + c.candidate().asset());
    }
    boolean exceeded = sum.compareTo(most) > 0;
    SortedMap<String, String> all = new TreeMap<>(inputs);
    all.put("counted", c.units(c.charge()));
    Verdict verdict =
        !exceeded ? Verdict.PASS : onExceed().isPresent() ? Verdict.STEP_UP : Verdict.DENY;
    Requirement adds =
        exceeded ? onExceed().map(Tier::requirement).orElse(Requirement.NONE) : Requirement.NONE;
    if (verdict == Verdict.STEP_UP) {
      all.put("requires", adds.text());
    } else if (verdict == Verdict.DENY) {
      all.put("reason", c.units(sum) + " would exceed the limit");
    }
    String headroom = c.units(most.subtract(sum));
    return new Assessment(RuleResult.of(kind(), id(), verdict, all, c.units(most), headroom), adds);
  }
}
