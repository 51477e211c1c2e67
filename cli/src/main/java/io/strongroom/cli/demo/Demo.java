package io.strongroom.cli.demo;

import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.cli.ceremony.Draft;
import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Freezing;
import io.strongroom.cli.client.LogReplay;
import io.strongroom.cli.client.Proposals;
import io.strongroom.cli.client.ProvedEntry;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.policy.PolicyYaml;
import io.strongroom.cli.process.Home;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.FreezeScope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.proto.v1.ClusterStatus;
import io.strongroom.proto.v1.GetClusterStatusRequest;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.NodeStatus;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.Vault;
import io.strongroom.proto.v1.Withdrawal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The demonstration's story. Everything in it is real: processes, keys, signatures, refusals; only
/// the keys' sealing is weak and the delays are short.
final class Demo {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration RECEIPT = Duration.ofSeconds(15);
  private static final String VAULT = DemoPolicy.VAULT;

  private final DemoCluster cluster;
  private final Actors actors;
  private final Output output;
  private final Report report;
  private Optional<Anvil> chain = Optional.empty();
  private Vault vault = Vault.getDefaultInstance();

  Demo(DemoCluster cluster, Output output, Report report) {
    this.cluster = cluster;
    this.actors = new Actors(cluster);
    this.output = output;
    this.report = report;
  }

  /// One chapter, timed, with its waiting shown.
  @FunctionalInterface
  private interface Chapter<T> {
    T tell() throws Exception;
  }

  private <T> T timed(String name, String what, Chapter<T> chapter) throws Exception {
    try (Progress progress = output.progress(what)) {
      T result = chapter.tell();
      report.timing(name, progress.elapsed().toMillis());
      return result;
    }
  }

  /// Brings the cluster up: keys, ceremony, processes, chain.
  void begin(Home home, boolean withChain) throws Exception {
    title("A cluster begins");
    CompletableFuture<Path> anvil =
        withChain
            ? CompletableFuture.supplyAsync(() -> findAnvil(home))
            : CompletableFuture.failedFuture(
                new CliException(Exit.OK, "NO_CHAIN", "", "--no-chain was given"));
    timed(
        "keys_ms",
        "three nodes, a coordinator and five people make their keys",
        () -> {
          cluster.makeKeys();
          return true;
        });
    chain = startChain(anvil);
    Draft draft =
        timed(
            "ceremony_ms",
            "everybody signs the genesis statement",
            () -> cluster.holdCeremony(chain.map(node -> node.uri().toString())));
    say("genesis signed by all 9 parties; fingerprint " + Fingerprints.of(draft.hash().bytes()));
    timed(
        "start_ms",
        "three nodes and the coordinator start",
        () -> {
          cluster.start();
          return awaitReady();
        });
    say("3 nodes and a coordinator are running, TLS 1.3 with pinned identities on every link");
    chain.ifPresentOrElse(
        node -> say("Ethereum test node at " + node.uri()),
        () -> say("No Ethereum node: transactions are signed and verified, and not broadcast."));
  }

  private static Path findAnvil(Home home) {
    try {
      return Anvil.find(home);
    } catch (IOException e) {
      throw new CliException(Exit.FAILURE, "NO_CHAIN", "", String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(Exit.FAILURE, "NO_CHAIN", "", "interrupted", e);
    }
  }

  private Optional<Anvil> startChain(CompletableFuture<Path> found) throws InterruptedException {
    try (Progress _ = output.progress("an Ethereum test node starts")) {
      Anvil anvil =
          Anvil.start(found.join(), cluster.root().resolve("anvil-stderr.txt"), cluster.reaper());
      cluster.keep(anvil.process());
      return Optional.of(anvil);
    } catch (CompletionException e) {
      String why = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
      say("Going on without an Ethereum node: " + why);
    } catch (CliException | IOException e) {
      say("Going on without an Ethereum node: " + e.getMessage());
    }
    return Optional.empty();
  }

  private ClusterStatus awaitReady() throws Exception {
    Session session = actors.trader();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      ClusterStatus status =
          session.ask(
              () -> session.desk().getClusterStatus(GetClusterStatusRequest.getDefaultInstance()));
      boolean committed = !status.getHead().getCommitted().getNote().isEmpty();
      if (committed && status.getNodesList().stream().allMatch(NodeStatus::getReady)) {
        return status;
      }
      if (System.nanoTime() > deadline) {
        String reasons =
            String.join(
                ", ",
                status.getNodesList().stream()
                    .filter(node -> !node.getReady())
                    .map(node -> node.getId() + " " + node.getReason())
                    .toList());
        throw new CliException(
            Exit.UNREACHABLE, "NOT_READY", "", "the cluster did not get ready: " + reasons);
      }
      Thread.sleep(50);
    }
  }

  /// The vault's key is generated, and the board adopts a policy.
  void prepare() throws Exception {
    title("A vault, and a policy");
    Change order = new Change.NewVault(VAULT, "hot-1", 2, List.of(1, 2, 3), DemoPolicy.CHAIN);
    timed(
        "vault_proposal_ms",
        "operations propose a vault; two board members verify and approve",
        () -> actors.change("vault-hot", order, new byte[0]));
    vault =
        timed(
            "dkg_ms",
            "the nodes generate a 2-of-3 key among themselves",
            () -> Proposals.awaitVault(actors.trader(), VAULT, PATIENCE));
    if (!vault.getState().equals("ACTIVE")) {
      throw new CliException(Exit.FAILURE, "NO_KEY", "", "the vault failed: " + vault.getFailure());
    }
    String address = vault.getAddressesOrDefault(DemoPolicy.CHAIN, "");
    say("vault hot has the address " + address + "; no machine ever had the whole of its key");
    Policy policy = PolicyYaml.parse(DemoPolicy.ADOPTED).policy();
    timed(
        "policy_ms",
        "the board adopts a policy",
        () ->
            actors.change(
                "policy-2", new Change.NewPolicy(policy.hash()), policy.canonical().toArray()));
    say(
        "policy in force: up to 5 ETH at once; from 5 ETH two board members; clients wait 4 s; at most 20 ETH a day");
    if (chain.isPresent()) {
      chain.get().setBalance(address, Actors.wei("100"));
      say("the vault holds 100 ETH of the test chain");
    }
  }

  /// The five withdrawals.
  void withdraw() throws Exception {
    title("1. Signed at once");
    finish("w1-at-once", actors.request("w1-at-once", "1", "exchange-1"));

    title("2. Needs two approvals");
    SubmitResponse large = actors.request("w2-two-approvals", "6", "exchange-1");
    show(large.getWithdrawal());
    for (String member : List.of("board-1", "board-2")) {
      ProvedEntry proved = actors.approve(member, Views.hex(large.getLeafHash()));
      say(
          member
              + " verified the desk's signature and the cosignatures of "
              + String.join(", ", proved.checkpoint().timesSeconds().keySet())
              + ", and approved");
    }
    finish("w2-two-approvals", large);

    title("3. Held by a time-lock");
    SubmitResponse slow = actors.request("w3-time-lock", "2", "client-1");
    show(slow.getWithdrawal());
    finish("w3-time-lock", slow);

    title("4. Refused for its destination");
    finish("w4-destination", actors.request("w4-destination", "1", "unknown-wallet"));

    title("5. Refused by the daily limit");
    finish("w5-daily-limit", actors.request("w5-daily-limit", "12", "exchange-1"));
  }

  /// Follows a withdrawal to its end, prints and verifies it.
  private Withdrawal finish(String name, SubmitResponse request) throws Exception {
    Withdrawal last =
        timed(
            name + "_ms",
            "withdrawal " + name,
            () ->
                new Desk(actors.trader())
                    .follow(Views.hex(request.getLeafHash()), PATIENCE, Desk::isFinal, view -> {}));
    Withdrawal view = new Desk(actors.trader()).withdrawal(last.getLeafHash());
    show(view);
    if (!view.getState().equals("SIGNED")) {
      report.withdrawal(view, "");
      return view;
    }
    SignedTransfer transfer = Verification.check(view, vault);
    report.withdrawal(view, Verification.VERIFIER);
    say("  signed     by " + Sentences.signing(view));
    say("  latency    " + latency(view));
    say("  raw        " + view.getRawTransaction());
    say("  txid       " + view.getTxid());
    say("  verified   by " + Verification.VERIFIER);
    say("             sender " + transfer.sender().canonical() + " is the vault");
    if (chain.isPresent()) {
      receipt(chain.get(), view.getTxid());
    }
    return view;
  }

  private static String latency(Withdrawal view) {
    Long signed = view.getHistoryMap().get("SIGNED");
    Long ready = view.getHistoryMap().get("READY");
    if (signed == null || ready == null) {
      return "unknown";
    }
    return Times.elapsed(Duration.ofMillis(signed - view.getSubmittedTs()))
        + " from request to signature, "
        + Times.elapsed(Duration.ofMillis(signed - ready))
        + " of them after policy was satisfied";
  }

  private void receipt(Anvil node, String txid) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + RECEIPT.toNanos();
    try (Progress _ = output.progress("waiting for the receipt")) {
      while (System.nanoTime() < deadline) {
        var receipt = node.receipt(txid);
        if (receipt.isPresent()) {
          boolean success = receipt.get().path("status").asText().equals("0x1");
          say(
              "  receipt    block "
                  + new BigInteger(receipt.get().path("blockNumber").asText("0x0").substring(2), 16)
                  + ", "
                  + (success ? "success" : "FAILED"));
          return;
        }
        Thread.sleep(50);
      }
    }
    say("  receipt    none within " + RECEIPT.toSeconds() + " s");
  }

  /// The coordinator is stolen, and then the cluster goes on.
  void steal() throws Exception {
    title("The coordinator is stolen");
    say("The thief has its TLS identity, the log's key and its own key, and talks to every node.");
    SubmitResponse pending = actors.request("w6-pending", "6", "exchange-1");
    var freeze = Freezing.sign(actors.security(), new FreezeScope.OneVault(VAULT));
    try (StolenCoordinator thief =
        StolenCoordinator.steal(
            cluster.directory(DemoCluster.COORDINATOR),
            cluster.unlocking(),
            actors.trader().profile().genesis(),
            cluster.nodes())) {
      attack(thief, "The thief asks every node to sign an absent withdrawal:", thief::signAbsent);
      attack(
          thief,
          "The thief asks every node to sign a withdrawal that waits for approvals:",
          () -> thief.sign("a pending withdrawal", pending.getSeq()));
      attack(
          thief,
          "The thief signs an AUTHORIZE for it and a new head of the log, and replicates both:",
          () -> thief.forge("a forged AUTHORIZE", pending(pending)));
      for (String node : DemoCluster.NODES) {
        Freezing.restrict(actors.security(), node, freeze);
      }
      say("");
      say(
          "security-1 freezes the vault at the nodes directly. The coordinator does not hear of it");
      say("and authorises one more withdrawal:");
      SubmitResponse frozen = actors.request("w7-frozen", "1", "exchange-1");
      Withdrawal authorized =
          new Desk(actors.trader())
              .follow(
                  Views.hex(frozen.getLeafHash()),
                  PATIENCE,
                  view -> view.getState().equals("AUTHORIZED") || Desk.isFinal(view),
                  view -> {});
      show(authorized);
      attack(
          thief,
          "The thief asks every node to sign the frozen withdrawal:",
          () -> thief.sign("a frozen withdrawal", authorized.getAuthorizeSeq()));
      requireNothingSigned(List.of(pending, frozen));
      recover(freeze, frozen);
    }
  }

  private static Hash32 pending(SubmitResponse pending) {
    return Hash32.of(pending.getLeafHash().toByteArray());
  }

  private void attack(StolenCoordinator thief, String what, Chapter<List<Refusal>> deed)
      throws Exception {
    say("");
    say(what);
    List<Refusal> answers = deed.tell();
    report.refusals(answers);
    for (Refusal answer : answers) {
      String verdict = answer.signed() ? "DID IT" : "refused";
      say("  " + answer.node() + "  " + verdict + "  " + answer.code() + ": " + answer.message());
    }
    say("  the nodes' logs have " + thief.sizes().values() + " entries");
  }

  private void requireNothingSigned(List<SubmitResponse> targets) throws Exception {
    boolean signed = report.anythingSigned();
    for (SubmitResponse target : targets) {
      Withdrawal view = new Desk(actors.trader()).withdrawal(Views.hex(target.getLeafHash()));
      signed |= view.getState().equals("SIGNED");
    }
    if (signed) {
      throw new CliException(
          Exit.FAILURE,
          "FORGERY_SUCCEEDED",
          "",
          "A STOLEN COORDINATOR GOT SOMETHING SIGNED: do not use this build");
    }
    say("");
    say("Nothing was signed, and no node took an entry.");
  }

  /// The freeze is logged and lifted by the board, and what waited is completed.
  private void recover(Envelope freeze, SubmitResponse frozen) throws Exception {
    title("The cluster goes on");
    new Desk(actors.security()).submit(freeze);
    say("the freeze is in the log now, and holds for everybody");
    timed(
        "unfreeze_ms",
        "the board lifts the freeze: two approvals, then a delay of 1 s",
        () ->
            actors.change(
                "unfreeze-hot", new Change.Unfreeze(new FreezeScope.OneVault(VAULT)), new byte[0]));
    say("the board has lifted it; the frozen withdrawal is completed:");
    finish("w7-frozen", frozen);
    say("");
    say("and another one:");
    finish("w8-afterwards", actors.request("w8-afterwards", "0.5", "exchange-1"));
    replay();
  }

  /// Replays the whole log here, as an auditor would.
  private void replay() throws Exception {
    Session session = actors.security();
    var head = session.ask(() -> session.log().getHead(GetHeadRequest.getDefaultInstance()));
    LogReplay.Verified log =
        timed(
            "replay_ms",
            "replaying the whole log",
            () ->
                LogReplay.verify(
                    session.genesis(),
                    head.getCommitted().getNote().toByteArray(),
                    request -> session.ask(() -> session.log().getEntries(request)),
                    Clock.systemUTC().millis()));
    say("");
    say(
        "The whole log ("
            + log.checkpoint().checkpoint().size()
            + " entries) was replayed here from the genesis: every decision came out the same.");
  }

  private void show(Withdrawal view) throws Exception {
    say("  " + Sentences.what(view, actors.trader().amounts()));
    String reason = Report.reason(view);
    say("  " + view.getState() + (reason.isEmpty() ? "" : ": " + Times.inSentence(reason)));
  }

  private void title(String text) {
    say("");
    say("== " + text);
  }

  private void say(String text) {
    output.tell(text);
  }
}
