package io.strongroom.custody.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/// The schema of allowlisted destinations and of addresses.
final class Destinations {

  /// What makes a request's destination a vault of the cluster; no destination's id begins so.
  static final String VAULT_PREFIX = "vault:";

  static final Pattern ADDRESS = Pattern.compile("[a-zA-Z0-9]{1,100}");
  private static final Pattern ETHEREUM_ADDRESS = Pattern.compile("0x[0-9a-f]{40}");

  private Destinations() {}

  static Destination decode(Fields fields) throws InvalidStatementException {
    String id = id(fields);
    var group = fields.optional("group", f -> f.identifier("group"));
    String chain = fields.chain("chain");
    var destination = new Destination(id, group, chain, address(fields, "address", chain));
    fields.end();
    return destination;
  }

  static String id(Fields fields) throws InvalidStatementException {
    String id = fields.identifier("id");
    if (id.startsWith(VAULT_PREFIX)) {
      throw fields.bad("id", "must not begin with " + VAULT_PREFIX);
    }
    return id;
  }

  /// Checks the form only: whether it is an address of the chain, the chain's rules say.
  static String address(Fields fields, String name, String chain) throws InvalidStatementException {
    return chain.startsWith("eip155:")
        ? fields.matching(name, ETHEREUM_ADDRESS, "0x and 40 lower-case hex digits")
        : fields.matching(name, ADDRESS, "an address");
  }

  static void encode(ObjectNode node, Destination destination) {
    node.put("id", destination.id());
    destination.group().ifPresent(group -> node.put("group", group));
    node.put("chain", destination.chain());
    node.put("address", destination.address());
  }
}
