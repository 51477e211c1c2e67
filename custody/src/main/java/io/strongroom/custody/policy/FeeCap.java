package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The invariant on fees: a request's fee cap is at most an absolute amount, and at most a part of
/// what is moved.
///
/// @param maxAbs base units by asset; every asset of the policy has one
/// @param maxPercent of the amount
public record FeeCap(Map<String, BigInteger> maxAbs, Optional<BigDecimal> maxPercent)
    implements Rule {
  private static final Pattern PERCENT = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.[0-9]{1,6})?%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public FeeCap {
    maxAbs = Map.copyOf(maxAbs);
  }

  static FeeCap read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("maxAbs", "maxPctOfAmount");
    PolicyNode caps = node.get("maxAbs");
    caps.closed(names.assets().keySet().toArray(String[]::new));
    SortedMap<String, BigInteger> maxAbs = new TreeMap<>();
    for (Asset asset : names.assets().values()) {
      maxAbs.put(asset.symbol(), caps.get(asset.symbol()).amount(asset));
    }
    Optional<PolicyNode> percent = node.find("maxPctOfAmount");
    return new FeeCap(
        maxAbs, percent.isEmpty() ? Optional.empty() : Optional.of(readPercent(percent.get())));
  }

  private static BigDecimal readPercent(PolicyNode node) throws InvalidPolicyException {
    String text = node.text();
    if (!PERCENT.matcher(text).matches()) {
      throw node.refuse("must be a percentage such as 1% or 0.5%");
    }
    return new BigDecimal(text.substring(0, text.length() - 1));
  }

  @Override
  public String kind() {
    return "fee";
  }

  @Override
  public String id() {
    return "fee";
  }

  @Override
  public Assessment assess(Case c) {
    BigInteger most = maxAbs.get(c.candidate().asset());
    if (most == null) {
      Map<String, String> inputs = Map.of("reason", "no fee cap is known for the asset");
      return Assessment.of(RuleResult.of(kind(), id(), Verdict.DENY, inputs, "", ""));
    }
    if (maxPercent.isPresent()) {
      BigDecimal part =
          new BigDecimal(c.candidate().amount()).multiply(maxPercent.get()).divide(HUNDRED);
      most = most.min(part.toBigInteger());
    }
    BigInteger feeCap = c.candidate().feeCap();
    Map<String, String> inputs = new TreeMap<>(Map.of("feeCap", c.units(feeCap)));
    boolean exceeded = feeCap.compareTo(most) > 0;
    if (exceeded) {
      inputs.put("reason", "the fee cap is too high");
    }
    Verdict verdict = exceeded ? Verdict.DENY : Verdict.PASS;
    String headroom = c.units(most.subtract(feeCap));
    return Assessment.of(RuleResult.of(kind(), id(), verdict, inputs, c.units(most), headroom));
  }
}
