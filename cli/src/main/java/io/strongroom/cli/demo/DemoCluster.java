package io.strongroom.cli.demo;

import io.strongroom.cli.ceremony.Draft;
import io.strongroom.cli.ceremony.Drafting;
import io.strongroom.cli.ceremony.Finishing;
import io.strongroom.cli.ceremony.Installation;
import io.strongroom.cli.ceremony.Signing;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.policy.PolicyYaml;
import io.strongroom.cli.process.ChildProcess;
import io.strongroom.cli.process.Home;
import io.strongroom.cli.process.Home.ClassArchive;
import io.strongroom.cli.process.Reaper;
import io.strongroom.cli.profile.Membership;
import io.strongroom.cli.profile.Unlocking;
import io.strongroom.cli.terminal.Failures;
import io.strongroom.custody.statement.Credential.HolderKind;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.PassphraseSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// The demonstration's cluster: directories, keys, ceremony and processes, all on this machine. The
/// ceremony is the code of `strongroom init`.
final class DemoCluster implements AutoCloseable {

  static final List<String> NODES = List.of("node-1", "node-2", "node-3");
  static final List<String> MEMBERS =
      List.of("trader-1", "ops-1", "board-1", "board-2", "security-1");
  static final String COORDINATOR = "coordinator";

  private static final Duration INIT = Duration.ofMinutes(1);
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Pattern READY = Pattern.compile("^ready (\\S+)$");
  private static final Duration CREDENTIALS = Duration.ofDays(30);

  private final Home home;
  private final Path root;
  private final Path passphrase;
  private final Reaper reaper;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final SortedMap<String, Endpoint> endpoints = new TreeMap<>();
  private boolean closed;

  private DemoCluster(Home home, Path root, Path passphrase, Reaper reaper) {
    this.home = home;
    this.root = root;
    this.passphrase = passphrase;
    this.reaper = reaper;
  }

  /// Prepares an empty directory: a random passphrase in a private file.
  static DemoCluster in(Home home, Path root) throws IOException {
    Files.createDirectories(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    Path passphrase = root.resolve("passphrase");
    DurableFiles.create(
        passphrase,
        (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII),
        DurableFiles.Access.OWNER_ONLY);
    return new DemoCluster(home, root, passphrase, Reaper.start());
  }

  Path root() {
    return root;
  }

  Path passphrase() {
    return passphrase;
  }

  Reaper reaper() {
    return reaper;
  }

  /// How every keystore here opens.
  Unlocking unlocking() {
    return new Unlocking(new PassphraseSource.PrivateFile(passphrase), true);
  }

  ProcessDirectory directory(String who) {
    return new ProcessDirectory(root.resolve(who));
  }

  SortedMap<String, Endpoint> nodes() {
    SortedMap<String, Endpoint> nodes = new TreeMap<>(endpoints);
    nodes.remove(COORDINATOR);
    return nodes;
  }

  /// Every party makes its keys: nodes and coordinator as processes of their own.
  void makeKeys() throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> made = new ArrayList<>();
      for (int i = 0; i < NODES.size(); i++) {
        List<String> init =
            List.of("init", "--id", NODES.get(i), "--index", Integer.toString(i + 1));
        String node = NODES.get(i);
        made.add(threads.submit(() -> makeKeys(Home.App.NODE, node, init)));
      }
      made.add(threads.submit(() -> makeKeys(Home.App.COORDINATOR, COORDINATOR, List.of("init"))));
      for (String member : MEMBERS) {
        made.add(
            threads.submit(
                () -> Membership.create(directory(member), member, member, unlocking())));
      }
      for (Future<?> each : made) {
        await(each);
      }
    }
  }

  private Path makeKeys(Home.App app, String who, List<String> init)
      throws IOException, InterruptedException {
    ChildProcess.run(
        who + " init", home.command(app, ClassArchive.USED, arguments(init, who)), INIT);
    return root.resolve(who);
  }

  private static void await(Future<?> task) throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw Failures.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private List<String> arguments(List<String> first, String who) {
    List<String> arguments = new ArrayList<>(first);
    arguments.addAll(
        List.of(
            "--dir",
            root.resolve(who).toString(),
            "--passphrase-file",
            passphrase.toString(),
            "--insecure-demo-keys"));
    return arguments;
  }

  /// The ceremony: draft, everybody signs, finish, install.
  Draft holdCeremony(Optional<String> ethereum) throws Exception {
    takePorts();
    Draft draft = draft();
    draft.write(root.resolve("draft.json"));
    List<Envelope> signatures = new ArrayList<>();
    for (String party : parties()) {
      ProcessDirectory where = directory(party);
      signatures.add(Signing.sign(draft, where, IdentityCard.read(where.identity()), unlocking()));
    }
    Path genesis = root.resolve("genesis.json");
    Finishing.write(genesis, draft, Finishing.finish(draft, signatures));
    Endpoint coordinator = Optional.ofNullable(endpoints.get(COORDINATOR)).orElseThrow();
    Installation installation = new Installation(coordinator, nodes(), Optional.empty(), ethereum);
    for (String party : parties()) {
      ProcessDirectory where = directory(party);
      installation.into(
          where, IdentityCard.read(where.identity()), draft.genesis(), draft.hash(), genesis);
    }
    return draft;
  }

  private Draft draft() throws Exception {
    long now = Clock.systemUTC().millis();
    List<Drafting.Cosigner> nodes = new ArrayList<>();
    for (String node : NODES) {
      nodes.add(new Drafting.Cosigner(IdentityCard.read(directory(node).identity()), true));
    }
    List<Drafting.Holder> members = new ArrayList<>();
    for (String member : MEMBERS) {
      members.add(
          new Drafting.Holder(
              IdentityCard.read(directory(member).identity()),
              HolderKind.PERSON,
              now + CREDENTIALS.toMillis(),
              Optional.empty()));
    }
    return new Drafting(
            "demo",
            now,
            nodes,
            IdentityCard.read(directory(COORDINATOR).identity()),
            members,
            List.of(
                Drafting.destination(
                    "demo",
                    "exchange-1",
                    Optional.of("exchange"),
                    DemoPolicy.CHAIN,
                    "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
                Drafting.destination(
                    "demo",
                    "client-1",
                    Optional.of("client"),
                    DemoPolicy.CHAIN,
                    "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC")),
            PolicyYaml.parse(DemoPolicy.FIRST),
            0,
            2)
        .draft(Set.of());
  }

  private static List<String> parties() {
    List<String> parties = new ArrayList<>(NODES);
    parties.add(COORDINATOR);
    parties.addAll(MEMBERS);
    return parties;
  }

  /// Ports that are free now, all different.
  private void takePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      List<String> names = new ArrayList<>(NODES);
      names.add(COORDINATOR);
      for (String name : names) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        endpoints.put(name, new Endpoint("127.0.0.1", socket.getLocalPort()));
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /// Starts the nodes and the coordinator and waits until they serve.
  void start() throws IOException, InterruptedException {
    List<ChildProcess> started = new ArrayList<>();
    for (String node : NODES) {
      // One of them writes the archive of classes for the next time.
      boolean first = node.equals(NODES.getFirst());
      started.add(launch(Home.App.NODE, node, first ? ClassArchive.KEPT : ClassArchive.USED));
    }
    started.add(launch(Home.App.COORDINATOR, COORDINATOR, ClassArchive.KEPT));
    for (ChildProcess process : started) {
      process.awaitReady(START);
    }
  }

  private ChildProcess launch(Home.App app, String who, ClassArchive archive) throws IOException {
    ChildProcess process =
        ChildProcess.start(
            who,
            home.command(app, archive, arguments(List.of(), who)),
            READY,
            root.resolve(who).resolve("stderr.txt"),
            reaper);
    keep(process);
    return process;
  }

  /// Ends a process with this cluster.
  synchronized void keep(ChildProcess process) {
    if (closed) {
      process.stop();
    }
    processes.add(process);
  }

  /// A member at work.
  synchronized Session session(String member) throws Exception {
    Session known = sessions.get(member);
    if (known == null) {
      known = Session.open(root.resolve(member), unlocking());
      sessions.put(member, known);
    }
    return known;
  }

  /// Ends every process and waits for it. Idempotent.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    sessions.values().forEach(Session::close);
    processes.forEach(ChildProcess::stop);
    processes.forEach(process -> process.awaitEnd(STOP));
    reaper.close();
  }
}
