package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The vault must be one of the policy's, may hold the asset, and has an active key with an address
/// on the asset's chain.
record VaultRule() implements Rule {
  @Override
  public String kind() {
    return "vault";
  }

  @Override
  public String id() {
    return "vault";
  }

  @Override
  public Assessment assess(Case c) {
    Map<String, String> inputs =
        new TreeMap<>(Map.of("vault", c.candidate().vault(), "asset", c.candidate().asset()));
    String fault = fault(c);
    if (!fault.isEmpty()) {
      inputs.put("reason", fault);
    }
    Verdict verdict = fault.isEmpty() ? Verdict.PASS : Verdict.DENY;
    return Assessment.of(RuleResult.of(kind(), id(), verdict, inputs, "", ""));
  }

  private static String fault(Case c) {
    String vault = c.candidate().vault();
    Set<String> assets = c.policy().vaults().get(vault);
    if (assets == null) {
      return "the policy has no vault " + vault;
    }
    if (c.asset().isEmpty()) {
      return "the policy has no asset " + c.candidate().asset();
    }
    if (!assets.contains(c.candidate().asset())) {
      return "the vault may not hold " + c.candidate().asset();
    }
    return c.facts().vaultActive(vault, c.asset().get().chain())
        ? ""
        : "the vault has no active key on this chain";
  }
}
