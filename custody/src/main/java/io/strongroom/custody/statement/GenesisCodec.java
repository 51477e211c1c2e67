package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The closed schema of GENESIS.
final class GenesisCodec {

  static final int MAX_NODES = 32;
  static final int MAX_CREDENTIALS = 90;
  static final int MAX_DESTINATIONS = 200;
  static final int MAX_VAULTS = 64;
  private static final int VERSION = 1;

  private GenesisCodec() {}

  static Genesis decode(Fields fields) throws InvalidStatementException {
    fields.integer("v", VERSION, VERSION);
    fields.integer("epoch", 1, 1);
    if (!fields.identifier("id").equals(Genesis.ID)) {
      throw fields.bad("id", "must be " + Genesis.ID);
    }
    var genesis =
        new Genesis(
            fields.identifier("environment"),
            fields.position("created"),
            parameters(fields.object("parameters")),
            fields.list("nodes", 1, MAX_NODES, GenesisCodec::node),
            coordinator(fields.object("coordinator")),
            fields.list("credentials", 0, MAX_CREDENTIALS, GenesisCodec::credential),
            fields.list("destinations", 0, MAX_DESTINATIONS, Destinations::decode),
            fields.hash("policy"));
    requireConsistent(genesis);
    return genesis;
  }

  private static QuorumParameters parameters(Fields fields) throws InvalidStatementException {
    int n = (int) fields.integer("n", 1, MAX_NODES);
    int f = (int) fields.integer("f", 0, n - 1L);
    int q = (int) fields.integer("q", 1, n);
    fields.end();
    return new QuorumParameters(n, f, q);
  }

  private static Genesis.Node node(Fields fields) throws InvalidStatementException {
    var node =
        new Genesis.Node(
            fields.identifier("id"),
            (int) fields.integer("index", 1, MAX_NODES),
            fields.flag("signer"),
            fields.hash("tls"),
            fields.publicKey("identity"),
            fields.publicKey("cosign"));
    fields.end();
    return node;
  }

  private static Genesis.Coordinator coordinator(Fields fields) throws InvalidStatementException {
    if (!fields.identifier("id").equals(Genesis.Coordinator.ID)) {
      throw fields.bad("id", "must be " + Genesis.Coordinator.ID);
    }
    var coordinator =
        new Genesis.Coordinator(
            fields.hash("tls"), fields.publicKey("log"), fields.publicKey("key"));
    fields.end();
    return coordinator;
  }

  private static Credential credential(Fields fields) throws InvalidStatementException {
    var credential =
        new Credential(
            fields.identifier("id"),
            fields.identifier("person"),
            holder(fields),
            fields.publicKey("key"),
            fields.hash("tls"),
            fields.position("issued"),
            fields.position("expires"),
            vaults(fields));
    fields.end();
    if (credential.expires() <= credential.issued()) {
      throw new InvalidStatementException(
          INCONSISTENT, fields.path("expires"), "must come after issued");
    }
    return credential;
  }

  private static Credential.HolderKind holder(Fields fields) throws InvalidStatementException {
    String kind = fields.text("kind", 64);
    return switch (kind) {
      case "person" -> Credential.HolderKind.PERSON;
      case "service" -> Credential.HolderKind.SERVICE;
      default -> throw fields.bad("kind", "must be person or service");
    };
  }

  private static Optional<List<String>> vaults(Fields fields) throws InvalidStatementException {
    if (!fields.has("vaults")) {
      return Optional.empty();
    }
    List<String> vaults = new ArrayList<>();
    for (JsonNode node : fields.array("vaults", 0, MAX_VAULTS)) {
      if (!node.isTextual() || !Fields.IDENTIFIER.matcher(node.textValue()).matches()) {
        throw fields.bad("vaults", "must hold vault names");
      }
      if (!vaults.isEmpty() && vaults.getLast().compareTo(node.textValue()) >= 0) {
        throw fields.bad("vaults", "must be strictly ascending");
      }
      vaults.add(node.textValue());
    }
    return Optional.of(vaults);
  }

  /// What must hold between the fields: every key id, key, TLS identity and destination stands for
  /// one thing only.
  private static void requireConsistent(Genesis genesis) throws InvalidStatementException {
    if (genesis.parameters().n() != genesis.nodes().size()) {
      throw new InvalidStatementException(
          INCONSISTENT, "parameters.n", "must be the number of nodes");
    }
    Set<String> keyIds = new HashSet<>(Set.of(Genesis.Coordinator.ID));
    Set<Ed25519PublicKey> keys = new HashSet<>();
    Set<Hash32> tls = new HashSet<>();
    claim(keys, genesis.coordinator().log(), "coordinator.log", "key");
    claim(keys, genesis.coordinator().key(), "coordinator.key", "key");
    claim(tls, genesis.coordinator().tls(), "coordinator.tls", "TLS identity");
    for (int i = 0; i < genesis.nodes().size(); i++) {
      Genesis.Node node = genesis.nodes().get(i);
      String path = "nodes[" + i + "].";
      if (node.index() != i + 1) {
        throw new InvalidStatementException(
            INCONSISTENT, path + "index", "nodes must be listed by index, from 1 on");
      }
      claim(keyIds, node.id(), path + "id", "id");
      claim(keys, node.identity(), path + "identity", "key");
      claim(keys, node.cosign(), path + "cosign", "key");
      claim(tls, node.tls(), path + "tls", "TLS identity");
    }
    for (int i = 0; i < genesis.credentials().size(); i++) {
      Credential credential = genesis.credentials().get(i);
      String path = "credentials[" + i + "].";
      claim(keyIds, credential.id(), path + "id", "id");
      claim(keys, credential.key(), path + "key", "key");
      claim(tls, credential.tls(), path + "tls", "TLS identity");
    }
    Set<String> destinations = new HashSet<>();
    for (int i = 0; i < genesis.destinations().size(); i++) {
      claim(destinations, genesis.destinations().get(i).id(), "destinations[" + i + "].id", "id");
    }
  }

  private static <T> void claim(Set<T> taken, T value, String path, String what)
      throws InvalidStatementException {
    if (!taken.add(value)) {
      throw new InvalidStatementException(
          INCONSISTENT, path, "this " + what + " is already somebody's");
    }
  }

  static void encode(ObjectNode node, Genesis genesis) {
    node.put("v", VERSION);
    node.put("epoch", genesis.epoch());
    node.put("id", genesis.id());
    node.put("environment", genesis.environment());
    node.put("created", genesis.created());
    QuorumParameters parameters = genesis.parameters();
    node.putObject("parameters")
        .put("n", parameters.n())
        .put("f", parameters.f())
        .put("q", parameters.q());
    ArrayNode nodes = node.putArray("nodes");
    for (Genesis.Node member : genesis.nodes()) {
      nodes
          .addObject()
          .put("id", member.id())
          .put("index", member.index())
          .put("signer", member.signer())
          .put("tls", member.tls().hex())
          .put("identity", member.identity().base64())
          .put("cosign", member.cosign().base64());
    }
    node.putObject("coordinator")
        .put("id", Genesis.Coordinator.ID)
        .put("tls", genesis.coordinator().tls().hex())
        .put("log", genesis.coordinator().log().base64())
        .put("key", genesis.coordinator().key().base64());
    ArrayNode credentials = node.putArray("credentials");
    genesis.credentials().forEach(credential -> encode(credentials.addObject(), credential));
    ArrayNode destinations = node.putArray("destinations");
    genesis
        .destinations()
        .forEach(destination -> Destinations.encode(destinations.addObject(), destination));
    node.put("policy", genesis.policy().hex());
  }

  private static void encode(ObjectNode node, Credential credential) {
    node.put("id", credential.id());
    node.put("person", credential.person());
    node.put("kind", credential.kind() == Credential.HolderKind.PERSON ? "person" : "service");
    node.put("key", credential.key().base64());
    node.put("tls", credential.tls().hex());
    node.put("issued", credential.issued());
    node.put("expires", credential.expires());
    credential
        .vaults()
        .ifPresent(vaults -> {
          ArrayNode array = node.putArray("vaults");
          vaults.forEach(array::add);
        });
  }
}
