package io.strongroom.cli.ceremony;

import io.strongroom.chain.InvalidChainInputException;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.cli.policy.PolicyYaml;
import io.strongroom.cli.profile.MemberKeys;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.PrincipalKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Drafts a genesis from identity cards and checks it as far as it can be checked before anybody
/// signs.
///
/// @param environment names the cluster and keeps test and production apart
/// @param created milliseconds since the Unix epoch
/// @param nodes in the order of their indices
/// @param destinations active at once
public record Drafting(
    String environment,
    long created,
    List<Cosigner> nodes,
    IdentityCard coordinator,
    List<Holder> members,
    List<Destination> destinations,
    PolicyYaml.Written policy,
    int f,
    int q) {

  public Drafting {
    nodes = List.copyOf(nodes);
    members = List.copyOf(members);
    destinations = List.copyOf(destinations);
  }

  /// A node, or a witness, which holds no key shares.
  public record Cosigner(IdentityCard card, boolean signer) {}

  /// A member and how long their credential holds.
  ///
  /// @param vaults the vaults that it may act on; empty optional: all
  public record Holder(
      IdentityCard card,
      Credential.HolderKind kind,
      long expires,
      Optional<SortedSet<String>> vaults) {}

  /// The draft.
  ///
  /// @param accepted weaknesses of (n, f, q) that people accept by name
  /// @throws InvalidStatementException UNSAFE_QUORUM for any other weakness
  /// @throws CliException USAGE naming what is malformed
  public Draft draft(Set<QuorumParameters.Weakness> accepted) throws InvalidStatementException {
    requireChangeable();
    List<Genesis.Node> cosigners = new ArrayList<>();
    for (Cosigner node : nodes) {
      requireKind(node.card(), PrincipalKind.NODE);
      cosigners.add(
          new Genesis.Node(
              node.card().principal().id(),
              cosigners.size() + 1,
              node.signer(),
              tls(node.card()),
              key(node.card(), "identity"),
              key(node.card(), "cosign")));
    }
    requireKind(coordinator, PrincipalKind.COORDINATOR);
    Genesis genesis =
        new Genesis(
            environment,
            created,
            new QuorumParameters(nodes.size(), f, q),
            cosigners,
            new Genesis.Coordinator(
                tls(coordinator), key(coordinator, "log"), key(coordinator, "key")),
            members.stream().map(this::credential).toList(),
            destinations,
            Hash32.sha256(CanonicalJson.write(policy.document())));
    try {
      GenesisCeremony.open(genesis, accepted);
    } catch (IllegalArgumentException e) {
      throw CliException.usage("genesis", String.valueOf(e.getMessage()));
    }
    return new Draft(genesis, policy.policy(), policy.document());
  }

  private Credential credential(Holder holder) {
    IdentityCard card = holder.card();
    requireKind(card, PrincipalKind.MEMBER);
    return new Credential(
        card.principal().id(),
        card.person().orElse(card.principal().id()),
        holder.kind(),
        key(card, MemberKeys.KEY),
        tls(card),
        created,
        holder.expires(),
        holder.vaults().map(List::copyOf));
  }

  /// Refuses a policy that the people of this genesis could never change.
  private void requireChangeable() {
    Policy rules = policy.policy();
    Map<String, Requirement> quorums = new HashMap<>();
    quorums.put("change.loosen", rules.change().loosen());
    quorums.put("change.tighten", rules.change().tighten());
    quorums.put("freeze.lift", rules.freeze().lift());
    Set<String> persons = new TreeSet<>();
    members.forEach(
        holder -> persons.add(holder.card().person().orElse(holder.card().principal().id())));
    quorums.forEach((path, requirement) -> {
      SortedSet<String> able = new TreeSet<>();
      requirement
          .approvals()
          .keySet()
          .forEach(group -> able.addAll(rules.groups().getOrDefault(group, Set.of())));
      able.retainAll(persons);
      if (!rules.quorum(requirement, able).met()) {
        throw CliException.usage(
            path,
            "asks for "
                + requirement.text()
                + ", which the members of this genesis could never give");
      }
    });
  }

  private static void requireKind(IdentityCard card, PrincipalKind kind) {
    if (card.principal().kind() != kind) {
      throw CliException.usage(
          "--" + kind.label(), "the card is that of " + card.principal() + ", no " + kind.label());
    }
  }

  private static Hash32 tls(IdentityCard card) {
    return Hash32.fromHex(card.tls().hex());
  }

  private static Ed25519PublicKey key(IdentityCard card, String purpose) {
    try {
      return Ed25519PublicKey.of(card.key(purpose));
    } catch (IllegalArgumentException e) {
      throw CliException.usage("the card of " + card.principal(), String.valueOf(e.getMessage()));
    }
  }

  /// Reads `id=exchange-1,group=exchange,chain=eip155:1,address=0x…`.
  ///
  /// @param option named when it is malformed
  public static Destination destination(String option, String text) {
    Map<String, String> fields = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (equals < 0 || !Set.of("id", "group", "chain", "address").contains(name)) {
        throw CliException.usage(
            option, "must be id=ID,chain=CHAIN,address=ADDRESS and perhaps group=GROUP");
      }
      if (fields.put(name, part.substring(equals + 1)) != null) {
        throw CliException.usage(option, name + " is given twice");
      }
    }
    for (String name : List.of("id", "chain", "address")) {
      if (!fields.containsKey(name)) {
        throw CliException.usage(option, name + " is missing");
      }
    }
    return destination(
        option,
        fields.getOrDefault("id", ""),
        Optional.ofNullable(fields.get("group")),
        fields.getOrDefault("chain", ""),
        fields.getOrDefault("address", ""));
  }

  /// A destination with its address written canonically.
  ///
  /// @param option named when it is malformed
  public static Destination destination(
      String option, String id, Optional<String> group, String chain, String address) {
    try {
      EthereumChain.parse(chain);
      return new Destination(id, group, chain, EthereumAddress.parse(address).canonical());
    } catch (InvalidChainInputException e) {
      throw CliException.usage(option, String.valueOf(e.getMessage()));
    }
  }
}
