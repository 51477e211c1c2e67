package io.strongroom.custody.policy;

/// Who may not approve what.
///
/// @param initiatorMayApprove whether an initiator's own approval counts
/// @param onePersonOneGroup whether one person counts for one group only
public record SeparationOfDuties(boolean initiatorMayApprove, boolean onePersonOneGroup) {
  static SeparationOfDuties read(PolicyNode node) throws InvalidPolicyException {
    node.closed("initiatorMayApprove", "onePersonOneGroup");
    if (node.get("initiatorMayApprove").bool()) {
      throw node.get("initiatorMayApprove").refuse("an initiator's own approval never counts");
    }
    return new SeparationOfDuties(false, node.get("onePersonOneGroup").bool());
  }
}
