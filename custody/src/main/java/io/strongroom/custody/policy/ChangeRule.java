package io.strongroom.custody.policy;

/// What a change of the rules requires: less if it tightens, more if it loosens.
public record ChangeRule(Requirement tighten, Requirement loosen) {
  static ChangeRule read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("tighten", "loosen");
    Requirement tighten = Requirements.read(node.get("tighten"), names);
    Requirement loosen = Requirements.read(node.get("loosen"), names);
    if (loosen.approvals().isEmpty()) {
      throw node.get("loosen").refuse("loosening must take somebody's approval");
    }
    return new ChangeRule(tighten, loosen);
  }
}
