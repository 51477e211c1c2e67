package io.strongroom.custody.policy;

import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads requirements from a policy document, and refuses those that nobody could meet.
final class Requirements {
  private static final int MAX_APPROVALS = 64;

  private Requirements() {}

  static Requirement read(PolicyNode approvals, PolicyNode delay, PolicyNames names)
      throws InvalidPolicyException {
    SortedMap<String, Integer> wanted = new TreeMap<>();
    for (PolicyNode item : approvals.list()) {
      item.closed("group", "n");
      String group = names.group(item.get("group"));
      if (wanted.put(group, item.get("n").integer(1, MAX_APPROVALS)) != null) {
        throw item.get("group").refuse("named twice");
      }
    }
    Requirement requirement = new Requirement(wanted, delay.durationMs());
    SortedSet<String> everybody = new TreeSet<>();
    wanted
        .keySet()
        .forEach(group -> everybody.addAll(names.groups().getOrDefault(group, Set.of())));
    if (!Quorum.count(
            requirement, names.groups(), everybody, names.separation().onePersonOneGroup())
        .met()) {
      throw approvals.refuse("the groups have too few members to meet it");
    }
    return requirement;
  }

  static Requirement read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("approvals", "delay");
    return read(node.get("approvals"), node.get("delay"), names);
  }
}
