package io.strongroom.custody.policy;

/// A rule of a policy. Rules are assessed independently of each other, always all of them.
interface Rule {
  String kind();

  String id();

  Assessment assess(Case c);

  /// A result, and what the rule asks for.
  ///
  /// @param adds what the rule requires, whatever other rules require
  record Assessment(RuleResult result, Requirement adds) {
    static Assessment of(RuleResult result) {
      return new Assessment(result, Requirement.NONE);
    }
  }
}
