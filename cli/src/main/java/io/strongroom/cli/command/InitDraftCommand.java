package io.strongroom.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.ceremony.Draft;
import io.strongroom.cli.ceremony.Drafting;
import io.strongroom.cli.policy.PolicyYaml;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Table;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.statement.Credential.HolderKind;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.platform.identity.IdentityCard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Drafts the genesis from identity cards.
@Command(
    name = "draft",
    description = {
      "Draft the genesis from everybody's identity.json, a policy and the quorum parameters.",
      "Prints the fingerprints that everybody compares before signing."
    },
    footer = {
      "  strongroom init draft --environment test-1 \\\\",
      "    --node n1/identity.json --node n2/identity.json --node n3/identity.json \\\\",
      "    --witness w/identity.json --coordinator co/identity.json \\\\",
      "    --member board-1.json --member board-2.json --service oms.json \\\\",
      "    --destination id=exchange-1,group=exchange,chain=eip155:1,address=0x52908400098527886E0F7030069857D2E4169EE7 \\\\",
      "    --policy policy.yaml -f 1 -q 3 --out draft.json"
    })
final class InitDraftCommand extends BaseCommand {

  private static final String PERSON_EXPIRES = "730d";
  private static final String SERVICE_EXPIRES = "90d";

  @Option(
      names = "--environment",
      required = true,
      paramLabel = "NAME",
      description = "Names the cluster and keeps test and production apart.")
  String environment;

  @Option(
      names = "--node",
      required = true,
      paramLabel = "CARD",
      description = "identity.json of a signer node; repeat it. Indices go by this order.")
  List<Path> nodes = new ArrayList<>();

  @Option(
      names = "--witness",
      paramLabel = "CARD",
      description = "identity.json of a node that cosigns and holds no key share.")
  List<Path> witnesses = new ArrayList<>();

  @Option(
      names = "--coordinator",
      required = true,
      paramLabel = "CARD",
      description = "identity.json of the coordinator.")
  Path coordinator;

  @Option(
      names = "--member",
      paramLabel = "CARD",
      description = "identity.json of a person; repeat it.")
  List<Path> members = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "CARD",
      description = "identity.json of a program that makes requests; repeat it.")
  List<Path> services = new ArrayList<>();

  @Option(
      names = "--only-vaults",
      paramLabel = "ID=VAULT[,VAULT]",
      description = "Limit a member to some vaults; repeat it.")
  Map<String, String> vaults = new HashMap<>();

  @Option(
      names = "--destination",
      paramLabel = "FIELDS",
      description = "id=ID,chain=CHAIN,address=ADDRESS[,group=GROUP], active at once; repeat it.")
  List<String> destinations = new ArrayList<>();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "The first policy, YAML.")
  Path policy;

  @Option(
      names = "-f",
      required = true,
      paramLabel = "F",
      description = "How many cosigners may be corrupt or rolled back.")
  int f;

  @Option(
      names = "-q",
      required = true,
      paramLabel = "Q",
      description = "How many cosignatures commit.")
  int q;

  @Option(
      names = "--accept",
      paramLabel = "WEAKNESS",
      description = "Accept an unsafe (n, f, q) by name: ${COMPLETION-CANDIDATES}.")
  Set<QuorumParameters.Weakness> accepted = EnumSet.noneOf(QuorumParameters.Weakness.class);

  @Option(
      names = "--credentials-expire",
      paramLabel = "DURATION",
      description = "How long credentials hold. Default: 730d for persons, 90d for services.")
  Optional<String> expires = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the draft.")
  Path out;

  @Override
  Exit run(Output output) throws Exception {
    long now = Clock.systemUTC().millis();
    List<Drafting.Cosigner> cosigners = new ArrayList<>();
    for (Path path : nodes) {
      cosigners.add(new Drafting.Cosigner(IdentityCard.read(path), true));
    }
    for (Path path : witnesses) {
      cosigners.add(new Drafting.Cosigner(IdentityCard.read(path), false));
    }
    List<Drafting.Holder> holders = new ArrayList<>();
    for (Path path : members) {
      holders.add(holder(path, HolderKind.PERSON, now));
    }
    for (Path path : services) {
      holders.add(holder(path, HolderKind.SERVICE, now));
    }
    requireNamed(holders);
    List<Destination> first = new ArrayList<>();
    for (String text : destinations) {
      first.add(Drafting.destination("--destination", text));
    }
    Drafting drafting =
        new Drafting(
            environment,
            now,
            cosigners,
            IdentityCard.read(coordinator),
            holders,
            first,
            PolicyYaml.read(policy),
            f,
            q);
    output.line(QuorumParameters.TABLE);
    Draft draft = drafting.draft(accepted);
    draft.write(out);
    print(output, drafting, draft);
    return Exit.OK;
  }

  private Drafting.Holder holder(Path path, HolderKind kind, long now)
      throws IOException, JsonFormatException {
    String standard = kind == HolderKind.PERSON ? PERSON_EXPIRES : SERVICE_EXPIRES;
    long life = Times.durationMs("--credentials-expire", expires.orElse(standard));
    IdentityCard card = IdentityCard.read(path);
    Optional<SortedSet<String>> only =
        Optional.ofNullable(vaults.get(card.principal().id()))
            .map(names -> new TreeSet<>(List.of(names.split(","))));
    return new Drafting.Holder(card, kind, now + life, only);
  }

  private void requireNamed(List<Drafting.Holder> holders) {
    Set<String> ids = new TreeSet<>();
    holders.forEach(holder -> ids.add(holder.card().principal().id()));
    for (String id : vaults.keySet()) {
      if (!ids.contains(id)) {
        throw CliException.usage("--only-vaults", "there is no member " + id);
      }
    }
  }

  private void print(Output output, Drafting drafting, Draft draft) {
    QuorumParameters chosen = draft.genesis().parameters();
    ObjectNode node = Output.object();
    ArrayNode cards = node.putArray("cards");
    Table table = new Table("WHO", "FINGERPRINT OF ITS CARD");
    List<IdentityCard> all = new ArrayList<>();
    drafting.nodes().forEach(each -> all.add(each.card()));
    all.add(drafting.coordinator());
    drafting.members().forEach(each -> all.add(each.card()));
    for (IdentityCard card : all) {
      table.row(card.principal().toString(), Fingerprints.of(card));
      cards
          .addObject()
          .put("who", card.principal().toString())
          .put("fingerprint", Fingerprints.of(card));
    }
    output.table(table);
    output.line("");
    output.line("n = " + chosen.n() + ", f = " + chosen.f() + ", q = " + chosen.q());
    accepted.forEach(
        weakness -> output.warn("ACCEPTED WEAKNESS " + weakness + ": " + weakness.explanation()));
    String fingerprint = Fingerprints.of(draft.hash().bytes());
    output.line("");
    output.line("genesis   " + draft.hash().hex());
    output.line("compare   " + fingerprint);
    output.line("");
    output.line(
        "Everybody compares this fingerprint, and that of their own card, by another way than this file came;");
    output.line("then: strongroom init sign --draft " + out + " --dir DIR --out SIGNATURE");
    node.put("genesis", draft.hash().hex())
        .put("fingerprint", fingerprint)
        .put("draft", out.toString());
    output.json(node);
  }
}
