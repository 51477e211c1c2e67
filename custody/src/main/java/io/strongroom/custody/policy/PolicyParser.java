package io.strongroom.custody.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a policy document, schema `strongroom.policy/v1`. The schema is closed: unknown and
/// missing fields are refused, and so is every rule that this release cannot decide, rather than
/// skipped.
public final class PolicyParser {
  /// The schema's name.
  public static final String SCHEMA = "strongroom.policy/v1";

  private static final int MAX_PENDING = 10_000;

  private final PolicyNode root;

  private PolicyParser(PolicyNode root) {
    this.root = root;
  }

  /// Parses a document.
  ///
  /// @throws InvalidPolicyException naming the offending field
  public static Policy parse(JsonNode document) throws InvalidPolicyException {
    byte[] canonical;
    try {
      canonical = CanonicalJson.write(document);
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException("", "not canonical JSON: " + e.getMessage());
    }
    return new PolicyParser(new PolicyNode("", document)).read(Bytes.of(canonical));
  }

  private Policy read(Bytes canonical) throws InvalidPolicyException {
    refuseLaterParts();
    root.closed(
        "schema",
        "default",
        "assets",
        "groups",
        "vaults",
        "destinations",
        "invariants",
        "grants",
        "limits",
        "tiers",
        "ladders",
        "separationOfDuties",
        "freeze",
        "change");
    requireText(root.get("schema"), SCHEMA);
    requireText(root.get("default"), "DENY");
    SortedMap<String, Asset> assets = assets();
    SortedMap<String, Set<String>> groups = groups();
    SortedMap<String, Set<String>> vaults = vaults(assets);
    SeparationOfDuties separation = SeparationOfDuties.read(root.get("separationOfDuties"));
    PolicyNames untiered = new PolicyNames(assets, groups, vaults.keySet(), Map.of(), separation);
    SortedMap<String, Tier> tiers = tiers(untiered);
    PolicyNames names = new PolicyNames(assets, groups, vaults.keySet(), tiers, separation);
    PolicyNode invariants = root.get("invariants").closed("fee", "ttl", "pendingPerMember");
    List<Grant> grants = new ArrayList<>();
    for (PolicyNode node : root.get("grants").list()) {
      grants.add(Grant.read(node, names));
    }
    List<Limit> limits = new ArrayList<>();
    for (PolicyNode node : root.get("limits").list()) {
      limits.add(Limit.read(node, names));
    }
    List<Ladder> ladders = new ArrayList<>();
    for (PolicyNode node : root.get("ladders").list()) {
      ladders.add(Ladder.read(node, names));
    }
    requireUniqueIds();
    return new Policy(
        canonical.sha256(),
        canonical,
        assets,
        groups,
        vaults,
        coolingOff(),
        FeeCap.read(invariants.get("fee"), names),
        TimeToLive.read(invariants.get("ttl")),
        invariants.get("pendingPerMember").integer(1, MAX_PENDING),
        grants,
        limits,
        tiers,
        ladders,
        separation,
        FreezeRule.read(root.get("freeze"), names),
        ChangeRule.read(root.get("change"), names));
  }

  private void refuseLaterParts() throws InvalidPolicyException {
    if (root.has("prices")) {
      throw root.get("prices")
          .refuse("the cluster has no price source yet: use units of the asset in every rule");
    }
  }

  private SortedMap<String, Asset> assets() throws InvalidPolicyException {
    SortedMap<String, Asset> assets = new TreeMap<>();
    Map<String, String> byChain = new HashMap<>();
    for (Map.Entry<String, PolicyNode> entry : root.get("assets").entries().entrySet()) {
      PolicyNode node = entry.getValue();
      if (node.has("contract")) {
        throw node.get("contract")
            .refuse("tokens are not supported yet: only a chain's native asset");
      }
      node.closed("chain", "decimals");
      String chain = node.get("chain").identifier();
      Optional<String> other = Optional.ofNullable(byChain.put(chain, entry.getKey()));
      if (other.isPresent()) {
        throw node.get("chain").refuse(other.get() + " is this chain's native asset already");
      }
      int decimals = node.get("decimals").integer(0, Asset.MAX_DECIMALS);
      assets.put(entry.getKey(), new Asset(entry.getKey(), chain, decimals));
    }
    if (assets.isEmpty()) {
      throw root.get("assets").refuse("must not be empty");
    }
    return assets;
  }

  private SortedMap<String, Set<String>> groups() throws InvalidPolicyException {
    SortedMap<String, Set<String>> groups = new TreeMap<>();
    for (Map.Entry<String, PolicyNode> entry : root.get("groups").entries().entrySet()) {
      entry.getValue().closed("members");
      groups.put(entry.getKey(), Set.copyOf(entry.getValue().get("members").identifiers()));
    }
    return groups;
  }

  private SortedMap<String, Set<String>> vaults(SortedMap<String, Asset> assets)
      throws InvalidPolicyException {
    SortedMap<String, Set<String>> vaults = new TreeMap<>();
    for (Map.Entry<String, PolicyNode> entry : root.get("vaults").entries().entrySet()) {
      PolicyNode held = entry.getValue().closed("assets").get("assets");
      Set<String> symbols = Set.copyOf(held.identifiers());
      if (!assets.keySet().containsAll(symbols)) {
        throw held.refuse("no such asset");
      }
      vaults.put(entry.getKey(), symbols);
    }
    return vaults;
  }

  private SortedMap<String, Tier> tiers(PolicyNames names) throws InvalidPolicyException {
    SortedMap<String, Tier> tiers = new TreeMap<>();
    for (Map.Entry<String, PolicyNode> entry : root.get("tiers").entries().entrySet()) {
      PolicyNode node = entry.getValue();
      if (node.has("signHours")) {
        throw node.get("signHours").refuse("sign hours are not supported yet");
      }
      tiers.put(entry.getKey(), new Tier(entry.getKey(), Requirements.read(node, names)));
    }
    return tiers;
  }

  private long coolingOff() throws InvalidPolicyException {
    PolicyNode node = root.get("destinations").closed("coolingOff", "removal");
    requireText(node.get("removal"), "immediate");
    return node.get("coolingOff").durationMs();
  }

  private void requireUniqueIds() throws InvalidPolicyException {
    Set<String> seen = new HashSet<>();
    for (String list : List.of("grants", "limits", "ladders")) {
      for (PolicyNode rule : root.get(list).list()) {
        if (!seen.add(rule.get("id").identifier())) {
          throw rule.get("id").refuse("a second rule of this id");
        }
      }
    }
  }

  private static void requireText(PolicyNode node, String wanted) throws InvalidPolicyException {
    if (!node.text().equals(wanted)) {
      throw node.refuse("must be " + wanted);
    }
  }
}
