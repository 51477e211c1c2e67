package io.strongroom.custody.policy;

import java.math.BigInteger;
import java.util.Optional;

/// One decision's material, as every rule sees it.
///
/// @param now log time, milliseconds since the Unix epoch
/// @param asset as the policy defines it; empty if it does not
/// @param target where the destination leads; empty if nowhere
record Case(
    Policy policy,
    Facts facts,
    Candidate candidate,
    long now,
    Optional<Asset> asset,
    Optional<Target> target) {

  static Case of(Policy policy, Facts facts, Candidate candidate, long now) {
    Optional<Asset> asset = Optional.ofNullable(policy.assets().get(candidate.asset()));
    Optional<Target> target = asset.flatMap(a -> facts.target(candidate.destination(), a.chain()));
    return new Case(policy, facts, candidate, now, asset, target);
  }

  /// What the candidate counts for. Where the destination leads nowhere the address is the
  /// destination's name: such a candidate is denied by its destination and its other results only
  /// inform.
  Transfer transfer() {
    return new Transfer(
        candidate.initiator(),
        candidate.vault(),
        candidate.asset(),
        candidate.destination(),
        target.flatMap(Target::group),
        candidate.address().or(() -> target.map(Target::address)).orElse(candidate.destination()),
        charge());
  }

  /// Amount plus fee cap: a native asset pays its own fee.
  BigInteger charge() {
    return candidate.amount().add(candidate.feeCap());
  }

  /// For people: in units where the asset is known.
  String units(BigInteger base) {
    return asset.map(a -> a.toUnits(base) + " " + a.symbol()).orElse(base + " base units");
  }
}
