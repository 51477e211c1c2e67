package io.strongroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.proto.v1.ApprovalView;
import io.strongroom.proto.v1.ClusterStatus;
import io.strongroom.proto.v1.Decision;
import io.strongroom.proto.v1.NodeStatus;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.RuleResult;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.Vault;
import io.strongroom.proto.v1.Withdrawal;
import java.util.HexFormat;
import java.util.List;

/// The wire's messages as JSON, for `--json`. Field names are stable.
public final class Views {

  private Views() {}

  public static ObjectNode json(Withdrawal view) {
    ObjectNode node = Output.object();
    node.put("id", view.getRequestId())
        .put("initiator", view.getInitiator())
        .put("leafHash", view.getLeafHash())
        .put("seq", view.getSeq())
        .put("state", view.getState())
        .put("reason", view.getReason())
        .put("vault", view.getVault())
        .put("asset", view.getAsset())
        .put("amount", view.getAmount())
        .put("destination", view.getDestination())
        .put("address", view.getAddress())
        .put("feeCap", view.getFeeCap())
        .put("submitted", view.getSubmittedTs())
        .put("expires", view.getExpiresTs())
        .put("readyAt", view.getReadyAtTs())
        .put("requirements", view.getRequirementsHash())
        .put("authorizeSeq", view.getAuthorizeSeq())
        .put("txid", view.getTxid())
        .put("rawTransaction", view.getRawTransaction())
        .put("chainState", view.getChainState())
        .put("confirmations", view.getConfirmations());
    node.set("approvals", approvals(view.getApprovalsList()));
    node.set("decision", json(view.getDecision()));
    ObjectNode signing = node.putObject("signing");
    signing
        .put("rounds", view.getSigning().getRounds())
        .put("durationUs", view.getSigning().getDurationUs())
        .put("attempts", view.getSigning().getAttempts())
        .put("lastFailure", view.getSigning().getLastFailure());
    ArrayNode signers = signing.putArray("signers");
    view.getSigning().getSignersList().forEach(signers::add);
    ObjectNode history = node.putObject("history");
    view.getHistoryMap().forEach(history::put);
    return node;
  }

  public static ObjectNode json(Decision decision) {
    ObjectNode node = Output.object();
    node.put("outcome", decision.getOutcome())
        .put("summary", decision.getSummary())
        .put("policy", decision.getPolicyHash())
        .put("basis", decision.getBasis())
        .put("now", decision.getNow())
        .put("requirements", decision.getRequirementsHash())
        .put("readyAt", decision.getReadyAt());
    ArrayNode missing = node.putArray("missing");
    decision.getMissingList().forEach(missing::add);
    ArrayNode rules = node.putArray("rules");
    for (RuleResult rule : decision.getRulesList()) {
      ObjectNode one = rules.addObject();
      one.put("rule", rule.getRule())
          .put("kind", rule.getKind())
          .put("matched", rule.getMatched())
          .put("result", rule.getResult())
          .put("threshold", rule.getThreshold())
          .put("headroom", rule.getHeadroom())
          .put("explanation", rule.getExplanation());
      ObjectNode inputs = one.putObject("inputs");
      rule.getInputsMap().forEach(inputs::put);
    }
    return node;
  }

  public static ObjectNode json(Proposal view) {
    ObjectNode node = Output.object();
    node.put("id", view.getId())
        .put("proposer", view.getProposer())
        .put("leafHash", view.getLeafHash())
        .put("seq", view.getSeq())
        .put("type", view.getType())
        .put("state", view.getState())
        .put("requirements", view.getRequirementsHash())
        .put("effectiveAt", view.getEffectiveAtTs())
        .put("expires", view.getExpiresTs());
    node.set("approvals", approvals(view.getApprovalsList()));
    ArrayNode missing = node.putArray("missing");
    view.getMissingList().forEach(missing::add);
    node.set("change", document(view.getChange()));
    return node;
  }

  private static ArrayNode approvals(List<ApprovalView> approvals) {
    ArrayNode array = Output.object().arrayNode();
    for (ApprovalView approval : approvals) {
      array
          .addObject()
          .put("member", approval.getMember())
          .put("verdict", approval.getVerdict())
          .put("group", approval.getGroup())
          .put("counts", approval.getCounts())
          .put("ts", approval.getTs());
    }
    return array;
  }

  public static ObjectNode json(Vault view) {
    ObjectNode node = Output.object();
    node.put("name", view.getName())
        .put("keyId", view.getKeyId())
        .put("state", view.getState())
        .put("publicKey", hex(view.getPublicKey()))
        .put("threshold", view.getThreshold())
        .put("keyEpoch", view.getKeyEpoch())
        .put("nextNonce", view.getNextNonce())
        .put("frozen", view.getFrozen())
        .put("failure", view.getFailure());
    ArrayNode parties = node.putArray("parties");
    view.getPartiesList().forEach(parties::add);
    ObjectNode addresses = node.putObject("addresses");
    view.getAddressesMap().forEach(addresses::put);
    return node;
  }

  public static ObjectNode json(ClusterStatus status) {
    ObjectNode node = Output.object();
    node.put("origin", status.getOrigin())
        .put("n", status.getN())
        .put("t", status.getT())
        .put("q", status.getQ())
        .put("f", status.getF())
        .put("frozen", status.getFrozen())
        .put("policy", status.getPolicyHash())
        .put("chainGateway", status.getChainGateway())
        .put("size", status.getHead().getSize())
        .put("root", hex(status.getHead().getRoot()))
        .put("stateHash", hex(status.getHead().getStateHash()));
    ArrayNode nodes = node.putArray("nodes");
    for (NodeStatus one : status.getNodesList()) {
      ObjectNode each = nodes.addObject();
      each.put("id", one.getId())
          .put("index", one.getIndex())
          .put("reachable", one.getReachable())
          .put("ready", one.getReady())
          .put("reason", one.getReason())
          .put("logSize", one.getLogSize())
          .put("clockSkewMs", one.getClockSkewMs());
      ArrayNode keys = each.putArray("keys");
      one.getKeysList().forEach(keys::add);
      ArrayNode burned = each.putArray("burnedWith");
      one.getBurnedWithList().forEach(burned::add);
    }
    return node;
  }

  public static ObjectNode json(SubmitResponse answer) {
    ObjectNode node = Output.object();
    node.put("acknowledgement", answer.getAcknowledgement().name())
        .put("seq", answer.getSeq())
        .put("leafHash", hex(answer.getLeafHash()))
        .put("ts", answer.getTs())
        .put("duplicate", answer.getDuplicate());
    return node;
  }

  /// Canonical JSON out of a message; text when it is none.
  public static JsonNode document(ByteString canonical) {
    try {
      return CanonicalJson.parseStrict(canonical.toByteArray());
    } catch (InvalidStatementException e) {
      return TextNode.valueOf(canonical.toStringUtf8());
    }
  }

  /// Lower-case hexadecimal.
  public static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
