package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The closed schemas of the payloads, one method a kind. The caller refuses fields that were not
/// read.
final class StatementDecoder {

  static final int MAX_MEMO = 200;
  static final int MAX_APPROVALS = 64;
  static final int MAX_INPUTS = 100;
  static final int MAX_PARTIES = 32;
  static final int MAX_ADDRESSES = 16;
  static final int MAX_ATTEMPTS = 1_000;
  static final int SIGNATURE_BYTES = 65;
  static final int PUBLIC_KEY_BYTES = 33;

  private static final Pattern MEMO = Pattern.compile("[ -~]{0," + MAX_MEMO + "}");
  private static final Pattern ORIGIN = Pattern.compile("strongroom/[0-9a-f]{64}");
  private static final Pattern SCOPE =
      Pattern.compile("cluster|vault:" + Fields.IDENTIFIER.pattern());
  private static final Pattern TARGET =
      Pattern.compile(
          "("
              + Destinations.VAULT_PREFIX
              + "|(?!"
              + Destinations.VAULT_PREFIX
              + "))"
              + Fields.IDENTIFIER.pattern());
  private static final Pattern TXID = Pattern.compile("(0x)?[0-9a-f]{64}");
  private static final Pattern PATH_INDEX = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final Pattern POINT = Pattern.compile("0[23][0-9a-f]{64}");
  private static final int MAX_PATH_DEPTH = 8;

  private StatementDecoder() {}

  static Statement decode(StatementKind kind, Fields fields) throws InvalidStatementException {
    if (kind == StatementKind.GENESIS) {
      return GenesisCodec.decode(fields);
    }
    Header header = header(fields);
    return switch (kind) {
      case GENESIS -> throw new IllegalStateException("handled above");
      case REQUEST -> request(header, fields);
      case APPROVAL ->
          new Approval(
              header,
              fields.hash("subject"),
              fields.hash("requirements"),
              fields.optional("intent", f -> intent(f.object("intent"))));
      case REJECTION -> new Rejection(header, fields.hash("subject"));
      case VETO -> new Veto(header, fields.hash("subject"));
      case CANCEL -> new Cancel(header, fields.hash("subject"));
      case FREEZE -> new Freeze(header, scope(fields));
      case PROPOSAL -> new Proposal(header, change(fields.object("change")));
      case AUTHORIZE -> authorize(header, fields);
      case SIGNED ->
          new Signed(
              header,
              fields.position("authorize"),
              fields.list("signatures", 1, MAX_INPUTS, StatementDecoder::inputSignature),
              txid(fields));
      case RELEASE -> new Release(header, fields.position("authorize"));
      case KEY -> key(header, fields);
      case BROADCAST -> new Broadcast(header, fields.position("authorize"), txid(fields));
      case CONFIRMED -> confirmed(header, fields);
      case HEARTBEAT -> new Heartbeat(header);
    };
  }

  private static Header header(Fields fields) throws InvalidStatementException {
    return new Header(
        fields.matching("log", ORIGIN, "a log's origin"),
        fields.integer("epoch", 1, CanonicalJson.MAX_INTEGER),
        fields.identifier("id"),
        fields.position("expires"));
  }

  private static Request request(Header header, Fields fields) throws InvalidStatementException {
    return new Request(
        header,
        fields.identifier("vault"),
        fields.identifier("asset"),
        positiveAmount(fields),
        fields.matching("destination", TARGET, "a destination's id, or vault: and a vault's name"),
        fields.amount("feeCap"),
        fields.optional(
            "memo", f -> f.matching("memo", MEMO, "at most 200 printable ASCII characters")));
  }

  private static BigInteger positiveAmount(Fields fields) throws InvalidStatementException {
    BigInteger amount = fields.amount("amount");
    if (amount.signum() == 0) {
      throw fields.bad("amount", "must be more than nothing");
    }
    return amount;
  }

  private static Intent intent(Fields fields) throws InvalidStatementException {
    var intent =
        new Intent(
            fields.identifier("vault"),
            fields.identifier("asset"),
            positiveAmount(fields),
            fields.matching("address", Destinations.ADDRESS, "an address"),
            fields.amount("feeCap"),
            fields.position("expires"));
    fields.end();
    return intent;
  }

  private static FreezeScope scope(Fields fields) throws InvalidStatementException {
    String text = fields.matching("scope", SCOPE, "cluster, or vault: and a vault's name");
    return text.equals("cluster")
        ? new FreezeScope.Cluster()
        : new FreezeScope.OneVault(text.substring(Destinations.VAULT_PREFIX.length()));
  }

  private static Change change(Fields fields) throws InvalidStatementException {
    String type = fields.text("type", 64);
    Change change =
        switch (type) {
          case "POLICY" -> new Change.NewPolicy(fields.hash("policy"));
          case "DESTINATION" -> destinationChange(fields);
          case "UNFREEZE" -> new Change.Unfreeze(scope(fields));
          case "VAULT" -> newVault(fields);
          default -> throw fields.bad("type", "must be POLICY, DESTINATION, UNFREEZE or VAULT");
        };
    fields.end();
    return change;
  }

  private static Change destinationChange(Fields fields) throws InvalidStatementException {
    String action = fields.text("action", 64);
    return switch (action) {
      case "ADD" -> new Change.AddDestination(Destinations.decode(fields.object("destination")));
      case "REMOVE" -> new Change.RemoveDestination(Destinations.id(fields));
      default -> throw fields.bad("action", "must be ADD or REMOVE");
    };
  }

  private static Change newVault(Fields fields) throws InvalidStatementException {
    List<Integer> parties = parties(fields);
    return new Change.NewVault(
        fields.identifier("vault"),
        fields.identifier("keyId"),
        (int) fields.integer("threshold", 2, parties.size()),
        parties,
        fields.chain("chain"));
  }

  private static List<Integer> parties(Fields fields) throws InvalidStatementException {
    JsonNode array = fields.array("parties", 2, MAX_PARTIES);
    List<Integer> parties = new ArrayList<>();
    for (JsonNode node : array) {
      boolean index = node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 1;
      if (!index || node.intValue() > MAX_PARTIES) {
        throw fields.bad("parties", "must hold node indices from 1 to " + MAX_PARTIES);
      }
      if (!parties.isEmpty() && parties.getLast() >= node.intValue()) {
        throw fields.bad("parties", "must be strictly ascending");
      }
      parties.add(node.intValue());
    }
    return parties;
  }

  private static Authorize authorize(Header header, Fields fields)
      throws InvalidStatementException {
    var authorize =
        new Authorize(
            header,
            fields.hash("request"),
            fields.position("requestSeq"),
            (int) fields.integer("attempt", 1, MAX_ATTEMPTS),
            fields.optional("replaces", f -> f.position("replaces")),
            fields.position("basis"),
            approvals(fields),
            fields.hash("policy"),
            fields.hash("decision"),
            fields.position("signBy"),
            plan(fields),
            fields.list("inputs", 1, MAX_INPUTS, StatementDecoder::input));
    if (authorize.requestSeq() >= authorize.basis()) {
      throw new InvalidStatementException(INCONSISTENT, "requestSeq", "must lie before basis");
    }
    if (authorize.replaces().isPresent() != (authorize.attempt() > 1)) {
      throw new InvalidStatementException(
          INCONSISTENT, "replaces", "belongs to every attempt but the first, and to no first one");
    }
    if (authorize.replaces().isPresent() && authorize.replaces().get() >= authorize.basis()) {
      throw new InvalidStatementException(INCONSISTENT, "replaces", "must lie before basis");
    }
    return authorize;
  }

  private static List<Hash32> approvals(Fields fields) throws InvalidStatementException {
    List<Hash32> approvals = new ArrayList<>();
    for (JsonNode node : fields.array("approvals", 0, MAX_APPROVALS)) {
      Hash32 hash;
      try {
        hash = Hash32.fromHex(node.isTextual() ? node.textValue() : "");
      } catch (IllegalArgumentException e) {
        throw fields.bad("approvals", "must hold leaf hashes of 64 lower-case hex digits");
      }
      if (!approvals.isEmpty() && approvals.getLast().compareTo(hash) >= 0) {
        throw fields.bad("approvals", "must be strictly ascending");
      }
      approvals.add(hash);
    }
    return approvals;
  }

  private static PlanDocument plan(Fields fields) throws InvalidStatementException {
    JsonNode plan = fields.node("plan");
    if (!plan.isObject()) {
      throw fields.bad("plan", "must be an object");
    }
    return PlanDocument.of(plan);
  }

  private static PlanInput input(Fields fields) throws InvalidStatementException {
    var input = new PlanInput(fields.hash("digest"), path(fields));
    fields.end();
    return input;
  }

  private static String path(Fields fields) throws InvalidStatementException {
    String path = fields.text("path", 100);
    if (path.isEmpty()) {
      return path;
    }
    String[] steps = path.split("/", -1);
    boolean good = steps.length <= MAX_PATH_DEPTH;
    for (String step : steps) {
      good &= PATH_INDEX.matcher(step).matches() && Long.parseLong(step) <= Integer.MAX_VALUE;
    }
    if (!good) {
      throw fields.bad("path", "must be empty or non-hardened indices such as 0/1");
    }
    return path;
  }

  private static InputSignature inputSignature(Fields fields) throws InvalidStatementException {
    var signature =
        new InputSignature(
            fields.hash("digest"), fields.base64("signature", SIGNATURE_BYTES, SIGNATURE_BYTES));
    fields.end();
    return signature;
  }

  private static String txid(Fields fields) throws InvalidStatementException {
    return fields.matching("txid", TXID, "a transaction id of 64 lower-case hex digits");
  }

  private static Key key(Header header, Fields fields) throws InvalidStatementException {
    List<Integer> parties = parties(fields);
    return new Key(
        header,
        fields.position("proposal"),
        fields.identifier("vault"),
        fields.identifier("keyId"),
        Bytes.fromHex(
            fields.matching("publicKey", POINT, "a compressed point of 66 lower-case hex digits")),
        fields.hash("package"),
        parties,
        (int) fields.integer("threshold", 2, parties.size()),
        fields.position("keyEpoch"),
        addresses(fields.node("addresses"), fields.path("addresses")));
  }

  private static SortedMap<String, String> addresses(JsonNode node, String path)
      throws InvalidStatementException {
    Fields fields = Fields.of(node, path);
    if (node.isEmpty() || node.size() > MAX_ADDRESSES) {
      throw new InvalidStatementException(
          InvalidStatementException.Code.BAD_FIELD,
          path,
          "must name 1 to " + MAX_ADDRESSES + " chains");
    }
    SortedMap<String, String> addresses = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String chain = entry.getKey();
      if (!Fields.CHAIN.matcher(chain).matches()) {
        throw fields.bad(chain, "is no chain id such as eip155:1");
      }
      addresses.put(chain, Destinations.address(fields, chain, chain));
    }
    return addresses;
  }

  private static Confirmed confirmed(Header header, Fields fields)
      throws InvalidStatementException {
    long authorize = fields.position("authorize");
    String txid = txid(fields);
    long block = fields.position("block");
    long confirmations = fields.position("confirmations");
    String text = fields.text("status", 64);
    for (ChainStatus status : ChainStatus.values()) {
      if (status.name().equals(text)) {
        return new Confirmed(header, authorize, txid, block, confirmations, status);
      }
    }
    throw fields.bad("status", "must be MEMPOOL, CONFIRMED, FINAL, DROPPED or FAILED");
  }
}
