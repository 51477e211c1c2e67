package io.strongroom.node.start;

import io.strongroom.custody.statement.Genesis;
import io.strongroom.node.config.NodeConfig;
import io.strongroom.node.peer.NewsFromOthers;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.node.session.Switchboard;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.server.ClusterProcess;
import io.strongroom.platform.tls.PinException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node that serves. Thread-safe.
public final class RunningNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
  private static final String LOCKOUT = "cosign";

  private final ClusterProcess process;
  private final SealedKeystore keystore;
  private final NodeKeys keys;
  private final NodeConfig config;

  private RunningNode(
      ClusterProcess process, SealedKeystore keystore, NodeKeys keys, NodeConfig config) {
    this.process = process;
    this.keystore = keystore;
    this.keys = keys;
    this.config = config;
  }

  /// Starts the node of a directory: unseals it, verifies genesis, log and shares, serves, and
  /// compares itself with the others.
  ///
  /// @throws ProcessFailure with the exit code and what to do; nothing is left running
  /// @throws SealException when the keystore does not open
  /// @throws PinException when the TLS identity is damaged or another node's
  public static RunningNode start(CommandLine.Run run)
      throws ProcessFailure, SealException, PinException {
    return start(run, Surroundings.REAL);
  }

  /// As [#start(CommandLine.Run)], in other surroundings.
  static RunningNode start(CommandLine.Run run, Surroundings surroundings)
      throws ProcessFailure, SealException, PinException {
    ProcessDirectory directory = new ProcessDirectory(run.directory());
    NodeConfig config = config(directory);
    SealedKeystore keystore = open(directory, run);
    NodeKeys keys = null;
    try {
      keys = NodeKeys.load(keystore, Principal.node(config.id()));
      GenesisFile genesis = GenesisFile.read(directory.genesis(), config.genesis());
      Genesis.Node self = NodeFactory.requireSelf(genesis, config, keys);
      ClusterProcess.Builder builder =
          ClusterProcess.in(directory)
              .listen(config.listen().host(), config.listen().port())
              .identity(keys.tls(), genesis.directory())
              .bean(SealedKeystore.class, keystore)
              .bean(NodeKeys.class, keys)
              .bean(NodeConfig.class, config)
              .bean(GenesisFile.class, genesis)
              .bean(Genesis.Node.class, self);
      builder.bean(Surroundings.class, surroundings);
      surroundings.clock().ifPresent(own -> builder.bean(Clock.class, own));
      RunningNode node = new RunningNode(builder.start(), keystore, keys, config);
      node.compareWithOthers();
      return node;
    } catch (ProcessFailure | SealException | PinException | RuntimeException e) {
      if (keys != null) {
        keys.close();
      }
      keystore.close();
      throw e;
    }
  }

  private static NodeConfig config(ProcessDirectory directory) throws ProcessFailure {
    try {
      return NodeConfig.read(directory.root());
    } catch (ConfigException e) {
      throw new ProcessFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static SealedKeystore open(ProcessDirectory directory, CommandLine.Run run)
      throws SealException {
    KdfFloor floor =
        run.insecureDemoKeys() ? KdfFloor.INSECURE_DEMO_KDF_ALLOWED : KdfFloor.STRONG_ONLY;
    try (Passphrase passphrase = Passphrase.read(run.passphrase())) {
      return SealedKeystore.open(directory.keystore(), passphrase, floor);
    }
  }

  /// Before it cosigns or signs anything: heads against rollback, clocks against skew.
  private void compareWithOthers() throws ProcessFailure {
    NewsFromOthers news = process.context().getBean(NewsFromOthers.class);
    Readiness readiness = process.context().getBean(Readiness.class);
    LogMirror mirror = process.context().getBean(LogMirror.class);
    Optional<Duration> clockError = news.clockError();
    if (clockError.isPresent()) {
      process.close();
      throw new ProcessFailure(
          ExitCode.CLOCK,
          "this machine's clock is "
              + clockError.get().toSeconds()
              + " s off the other nodes': set it right (more than "
              + NewsFromOthers.CLOCK_TOLERANCE.toSeconds()
              + " s is refused)");
    }
    int answered = news.compareHeads();
    mirror.lockout().ifPresent(lockout -> readiness.object(LOCKOUT, lockout.message()));
    readiness.withdraw(Readiness.STARTING);
    LOG.info(
        "node {} serves on port {}; {} others answered", config.id(), process.port(), answered);
  }

  /// Where the node serves.
  public String address() {
    return config.listen().host() + ":" + process.port();
  }

  /// The framework's beans, for tests.
  ClusterProcess process() {
    return process;
  }

  /// Waits until the operating system asks the process to end, then closes.
  public void awaitShutdown() throws InterruptedException {
    process.awaitShutdown();
    close();
  }

  /// Stops sessions, stops serving, closes the database, wipes keys.
  @Override
  public void close() {
    process
        .context()
        .findBean(Switchboard.class)
        .ifPresent(each -> each.cancelAll("SHUTTING_DOWN", "the node shuts down"));
    process.close();
    keys.close();
    keystore.close();
  }
}
