package io.strongroom.custody.statement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Builds the payloads' JSON, the mirror image of [StatementDecoder].
final class StatementEncoder {

  private StatementEncoder() {}

  static ObjectNode encode(Statement statement) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (statement) {
      case Genesis genesis -> GenesisCodec.encode(node, genesis);
      case BoundStatement bound -> {
        node.put("log", bound.log());
        node.put("epoch", bound.epoch());
        node.put("id", bound.id());
        node.put("expires", bound.expires());
        body(node, bound);
      }
    }
    return node;
  }

  private static void body(ObjectNode node, BoundStatement statement) {
    switch (statement) {
      case Request request -> request(node, request);
      case Approval approval -> approval(node, approval);
      case Rejection rejection -> node.put("subject", rejection.subject().hex());
      case Veto veto -> node.put("subject", veto.subject().hex());
      case Cancel cancel -> node.put("subject", cancel.subject().hex());
      case Freeze freeze -> node.put("scope", freeze.scope().text());
      case Proposal proposal -> change(node.putObject("change"), proposal.change());
      case Authorize authorize -> authorize(node, authorize);
      case Signed signed -> signed(node, signed);
      case Release release -> node.put("authorize", release.authorize());
      case Key key -> key(node, key);
      case Broadcast broadcast ->
          node.put("authorize", broadcast.authorize()).put("txid", broadcast.txid());
      case Confirmed confirmed ->
          node.put("authorize", confirmed.authorize())
              .put("txid", confirmed.txid())
              .put("block", confirmed.block())
              .put("confirmations", confirmed.confirmations())
              .put("status", confirmed.status().name());
      case Heartbeat _ -> {}
    }
  }

  private static void request(ObjectNode node, Request request) {
    node.put("vault", request.vault());
    node.put("asset", request.asset());
    node.put("amount", request.amount().toString());
    node.put("destination", request.destination());
    node.put("feeCap", request.feeCap().toString());
    request.memo().ifPresent(memo -> node.put("memo", memo));
  }

  private static void approval(ObjectNode node, Approval approval) {
    node.put("subject", approval.subject().hex());
    node.put("requirements", approval.requirements().hex());
    approval
        .intent()
        .ifPresent(intent ->
            node.putObject("intent")
                .put("vault", intent.vault())
                .put("asset", intent.asset())
                .put("amount", intent.amount().toString())
                .put("address", intent.address())
                .put("feeCap", intent.feeCap().toString())
                .put("expires", intent.expires()));
  }

  private static void change(ObjectNode node, Change change) {
    switch (change) {
      case Change.NewPolicy(Hash32 policy) ->
          node.put("type", "POLICY").put("policy", policy.hex());
      case Change.AddDestination(Destination destination) -> {
        node.put("type", "DESTINATION").put("action", "ADD");
        Destinations.encode(node.putObject("destination"), destination);
      }
      case Change.RemoveDestination(String id) ->
          node.put("type", "DESTINATION").put("action", "REMOVE").put("id", id);
      case Change.Unfreeze(FreezeScope scope) ->
          node.put("type", "UNFREEZE").put("scope", scope.text());
      case Change.NewVault vault -> {
        node.put("type", "VAULT");
        node.put("vault", vault.vault());
        node.put("keyId", vault.keyId());
        node.put("threshold", vault.threshold());
        parties(node, vault.parties());
        node.put("chain", vault.chain());
      }
    }
  }

  private static void authorize(ObjectNode node, Authorize authorize) {
    node.put("request", authorize.request().hex());
    node.put("requestSeq", authorize.requestSeq());
    node.put("attempt", authorize.attempt());
    authorize.replaces().ifPresent(seq -> node.put("replaces", seq));
    node.put("basis", authorize.basis());
    ArrayNode approvals = node.putArray("approvals");
    authorize.approvals().forEach(hash -> approvals.add(hash.hex()));
    node.put("policy", authorize.policy().hex());
    node.put("decision", authorize.decision().hex());
    node.put("signBy", authorize.signBy());
    node.set("plan", authorize.plan().json());
    ArrayNode inputs = node.putArray("inputs");
    for (PlanInput input : authorize.inputs()) {
      inputs.addObject().put("digest", input.digest().hex()).put("path", input.path());
    }
  }

  private static void signed(ObjectNode node, Signed signed) {
    node.put("authorize", signed.authorize());
    ArrayNode signatures = node.putArray("signatures");
    for (InputSignature signature : signed.signatures()) {
      signatures
          .addObject()
          .put("digest", signature.digest().hex())
          .put("signature", signature.signature().base64());
    }
    node.put("txid", signed.txid());
  }

  private static void key(ObjectNode node, Key key) {
    node.put("proposal", key.proposal());
    node.put("vault", key.vault());
    node.put("keyId", key.keyId());
    node.put("publicKey", key.publicKey().hex());
    node.put("package", key.packageHash().hex());
    parties(node, key.parties());
    node.put("threshold", key.threshold());
    node.put("keyEpoch", key.keyEpoch());
    ObjectNode addresses = node.putObject("addresses");
    key.addresses().forEach(addresses::put);
  }

  private static void parties(ObjectNode node, List<Integer> parties) {
    ArrayNode array = node.putArray("parties");
    parties.forEach(party -> array.add(party.intValue()));
  }
}
