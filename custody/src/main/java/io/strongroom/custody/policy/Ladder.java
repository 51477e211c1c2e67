package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tiers by cumulative value: the greatest of the transaction, the vault's window and the
/// destination's window with it, so that splitting a transfer does not avoid a tier.
///
/// @param windows the windows of its basis, beside the transaction itself; they count every
///   transfer of the asset from the vault or to the destination, in the ladder's scope or not
/// @param steps the tier from each value on, in base units of the scope's asset; has a step at 0
public record Ladder(
    String id, Scope scope, List<Window> windows, NavigableMap<BigInteger, Tier> steps)
    implements Rule {
  private static final int MAX_BASIS = 8;

  public Ladder {
    windows = List.copyOf(windows);
    steps = Collections.unmodifiableNavigableMap(new TreeMap<>(steps));
  }

  static Ladder read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("id", "scope", "basis", "steps");
    String id = node.get("id").identifier();
    Scope scope = Scope.read(node.get("scope"), names);
    return new Ladder(
        id,
        scope,
        readBasis(id, scope, node.get("basis")),
        readSteps(scope, node.get("steps"), names));
  }

  private static List<Window> readBasis(String id, Scope scope, PolicyNode node)
      throws InvalidPolicyException {
    List<Window> windows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (node.list().size() > MAX_BASIS) {
      throw node.refuse("more than " + MAX_BASIS + " entries");
    }
    for (PolicyNode item : node.list()) {
      String text = item.text();
      if (!seen.add(text)) {
        throw item.refuse("named twice");
      }
      if (text.equals("tx")) {
        continue;
      }
      int slash = text.indexOf('/');
      String what = slash < 0 ? text : text.substring(0, slash);
      if (slash < 0 || !(what.equals("vault") || what.equals("destination"))) {
        throw item.refuse("must be tx, vault/<duration> or destination/<duration>");
      }
      windows.add(readWindow(id, scope, item, what, text.substring(slash + 1)));
    }
    if (!seen.contains("tx")) {
      throw node.refuse("must contain tx");
    }
    return windows;
  }

  private static Window readWindow(
      String id, Scope scope, PolicyNode item, String what, String duration)
      throws InvalidPolicyException {
    long length;
    try {
      length = Durations.parseMs(duration);
    } catch (IllegalArgumentException e) {
      throw item.refuse(String.valueOf(e.getMessage()));
    }
    if (length < 1) {
      throw item.refuse("must be longer than nothing");
    }
    Dimension dimension = what.equals("vault") ? Dimension.VAULT : Dimension.DESTINATION;
    return new Window(
        id + "/" + what + "/" + duration,
        Scope.ofAsset(scope.asset()),
        new TreeSet<>(Set.of(dimension)),
        length);
  }

  private static NavigableMap<BigInteger, Tier> readSteps(
      Scope scope, PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    NavigableMap<BigInteger, Tier> steps = new TreeMap<>();
    for (Map.Entry<String, PolicyNode> step : node.fields().entrySet()) {
      Tier tier = names.tier(step.getValue(), step.getValue().text());
      BigInteger from = BigInteger.ZERO;
      if (!step.getKey().equals("0")) {
        Asset asset = scope.asset().map(names.assets()::get).orElse(null);
        if (asset == null) {
          throw node.refuse("steps above 0 need an asset in the scope");
        }
        from = step.getValue().amount(step.getKey(), asset);
      }
      if (steps.put(from, tier) != null) {
        throw step.getValue().refuse("a second step at the same value");
      }
    }
    if (!steps.containsKey(BigInteger.ZERO)) {
      throw node.refuse("must have a step at \"0\"");
    }
    return steps;
  }

  @Override
  public String kind() {
    return "ladder";
  }

  @Override
  public Assessment assess(Case c) {
    Transfer transfer = c.transfer();
    if (!scope.matches(transfer, c.policy().groups())) {
      return Assessment.of(RuleResult.unmatched(kind(), id, Map.of()));
    }
    Map<String, String> inputs = new TreeMap<>(Map.of("tx", c.units(transfer.charge())));
    BigInteger value = transfer.charge();
    for (Window window : windows) {
      BigInteger use = c.facts().windowUse(window.keyOf(transfer), c.now(), c.candidate().order());
      BigInteger with = use.add(transfer.charge());
      inputs.put(window.id().substring(id.length() + 1), c.units(with));
      value = value.max(with);
    }
    Map.Entry<BigInteger, Tier> step = steps.floorEntry(value);
    Requirement adds = step.getValue().requirement();
    inputs.put("tier", step.getValue().name());
    inputs.put("requires", adds.text());
    BigInteger next = steps.higherKey(value);
    String headroom = next == null ? "" : c.units(next.subtract(value));
    Verdict verdict = adds.equals(Requirement.NONE) ? Verdict.PASS : Verdict.STEP_UP;
    return new Assessment(
        RuleResult.of(kind(), id, verdict, inputs, c.units(step.getKey()), headroom), adds);
  }
}
