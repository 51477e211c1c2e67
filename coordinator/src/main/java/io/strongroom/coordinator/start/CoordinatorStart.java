package io.strongroom.coordinator.start;

import io.micronaut.context.ApplicationContext;
import io.strongroom.coordinator.config.CoordinatorConfig;
import io.strongroom.coordinator.flow.KeyFlow;
import io.strongroom.coordinator.flow.SettlementFlow;
import io.strongroom.coordinator.flow.SigningFlow;
import io.strongroom.coordinator.identity.CoordinatorKeys;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.PassphraseSource;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.server.ClusterProcess;
import io.strongroom.platform.tls.PinException;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;

/// Starts the coordinator of a directory.
public final class CoordinatorStart {

  private CoordinatorStart() {}

  /// Opens keys, genesis and database, catches up with nodes that are ahead, begins to serve and to
  /// work.
  ///
  /// @throws ProcessFailure with the exit code and the sentence to print
  public static ClusterProcess run(CommandLine.Run run)
      throws ProcessFailure, SealException, PinException, ConfigException, InterruptedException {
    return run(run, Clock.systemUTC());
  }

  /// As [#run(CommandLine.Run)], with another clock than the machine's.
  static ClusterProcess run(CommandLine.Run run, Clock clock)
      throws ProcessFailure, SealException, PinException, ConfigException, InterruptedException {
    ProcessDirectory directory = new ProcessDirectory(run.directory());
    CoordinatorConfig config = CoordinatorConfig.read(directory.config());
    GenesisFile genesis = GenesisFile.read(directory.genesis(), config.genesis());
    requireNodes(config, genesis);
    CoordinatorKeys keys = keys(directory, run.passphrase(), run.insecureDemoKeys());
    if (!keys.belongTo(genesis.genesis())) {
      throw new ProcessFailure(
          ExitCode.IDENTITY, "the keys in " + directory.root() + " are not those of the genesis");
    }
    ClusterProcess process =
        ClusterProcess.in(directory)
            .listen(config.listen().host(), config.listen().port())
            .identity(keys.tls(), genesis.directory())
            .bean(Clock.class, clock)
            .bean(CoordinatorConfig.class, config)
            .bean(GenesisFile.class, genesis)
            .bean(CoordinatorKeys.class, keys)
            .start();
    try {
      begin(process.context());
    } catch (ProcessFailure | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
    return process;
  }

  private static void requireNodes(CoordinatorConfig config, GenesisFile genesis)
      throws ConfigException {
    Set<String> known = new TreeSet<>();
    genesis.genesis().nodes().forEach(node -> known.add(node.id()));
    if (!known.equals(config.nodes().keySet())) {
      throw new ConfigException(
          "config.yaml: nodes names "
              + config.nodes().keySet()
              + ", and the cluster's nodes are "
              + known);
    }
  }

  private static CoordinatorKeys keys(
      ProcessDirectory directory, PassphraseSource source, boolean insecureDemoKeys)
      throws SealException, PinException, ProcessFailure {
    KdfFloor floor = insecureDemoKeys ? KdfFloor.INSECURE_DEMO_KDF_ALLOWED : KdfFloor.STRONG_ONLY;
    try (Passphrase passphrase = Passphrase.read(source);
        SealedKeystore keystore = SealedKeystore.open(directory.keystore(), passphrase, floor)) {
      return CoordinatorKeys.load(keystore);
    }
  }

  private static void begin(ApplicationContext context)
      throws ProcessFailure, InterruptedException {
    context.getBean(NodesAhead.class).catchUp();
    context.getBean(Sequencer.class).start();
    context.getBean(Replication.class).start();
    context.getBean(KeyFlow.class).start();
    context.getBean(SigningFlow.class).start();
    context.getBean(SettlementFlow.class).start();
    context.getBean(Readiness.class).withdraw(Readiness.STARTING);
  }
}
