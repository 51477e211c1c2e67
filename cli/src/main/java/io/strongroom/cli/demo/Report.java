package io.strongroom.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.terminal.Output;
import io.strongroom.proto.v1.Withdrawal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The demonstration's result as one JSON object.
final class Report {

  private record Line(Withdrawal view, String verifiedBy) {}

  private final List<Line> withdrawals = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<String, Long> timings = new LinkedHashMap<>();

  /// A withdrawal as it ended.
  ///
  /// @param verifiedBy empty when there was nothing to verify
  void withdrawal(Withdrawal view, String verifiedBy) {
    withdrawals.add(new Line(view, verifiedBy));
  }

  void refusals(List<Refusal> more) {
    refusals.addAll(more);
  }

  void timing(String name, long millis) {
    timings.put(name, millis);
  }

  /// Whether any node did what the stolen coordinator asked.
  boolean anythingSigned() {
    return refusals.stream().anyMatch(Refusal::signed);
  }

  /// `{"withdrawals":[…],"forgery":{…},"timings":{…}}`.
  ObjectNode json() {
    ObjectNode node = Output.object();
    ArrayNode list = node.putArray("withdrawals");
    for (Line line : withdrawals) {
      Withdrawal view = line.view();
      list.addObject()
          .put("id", view.getRequestId())
          .put("outcome", view.getState())
          .put("reason", reason(view))
          .put("txid", view.getTxid())
          .put("rawTransaction", view.getRawTransaction())
          .put("verifiedBy", line.verifiedBy());
    }
    ObjectNode forgery = node.putObject("forgery");
    forgery.put("signed", anythingSigned());
    Set<String> nodes = new LinkedHashSet<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (Refusal refusal : refusals) {
      nodes.add(refusal.node());
      reasons.add(refusal.attempt() + ": " + refusal.code());
    }
    ArrayNode refusedBy = forgery.putArray("refusedBy");
    nodes.stream()
        .filter(id ->
            refusals.stream().noneMatch(refusal -> refusal.node().equals(id) && refusal.signed()))
        .forEach(refusedBy::add);
    forgery.put("reason", String.join("; ", reasons));
    ObjectNode times = node.putObject("timings");
    timings.forEach(times::put);
    return node;
  }

  /// Why policy decided as it did; for what was signed, what it took.
  static String reason(Withdrawal view) {
    String summary = view.getDecision().getSummary();
    return view.getState().equals("SIGNED") || view.getReason().isEmpty()
        ? summary
        : view.getReason();
  }
}
