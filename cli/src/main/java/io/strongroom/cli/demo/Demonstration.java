package io.strongroom.cli.demo;

import io.strongroom.cli.process.Home;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Runs the demonstration, and cleans up behind it however it ends.
///
/// @param directory where; a temporary one, removed at the end, if empty
/// @param exit whether to end at the end
/// @param withChain whether to look for an Ethereum test node
public record Demonstration(Optional<Path> directory, boolean exit, boolean withChain) {

  /// Runs it.
  ///
  /// @throws Exception that [io.strongroom.cli.terminal.Failures] understands
  public Exit run(Output output) throws Exception {
    Home home = Home.find();
    Path root = root();
    DemoCluster cluster = DemoCluster.in(home, root);
    boolean[] keep = {directory.isPresent()};
    Thread cleanUp = new Thread(() -> cleanUp(cluster, root, keep[0]), "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    long begun = System.nanoTime();
    Report report = new Report();
    try {
      warn(output);
      Demo demo = new Demo(cluster, output, report);
      demo.begin(home, withChain);
      demo.prepare();
      demo.withdraw();
      demo.steal();
    } catch (Exception e) {
      keep[0] = true;
      output.warn("The demonstration failed; what the processes wrote is in " + root);
      throw e;
    }
    report.timing("total_ms", (System.nanoTime() - begun) / 1_000_000);
    if (exit) {
      try (Progress _ = output.progress("the processes end")) {
        cluster.close();
      }
      output.json(report.json());
      return Exit.OK;
    }
    explain(output, cluster);
    output.json(report.json());
    new CountDownLatch(1).await();
    return Exit.OK;
  }

  private Path root() throws IOException {
    if (directory.isEmpty()) {
      return Files.createTempDirectory("strongroom-demo").toAbsolutePath();
    }
    Path named = directory.get().toAbsolutePath().normalize();
    if (Files.exists(named)) {
      try (Stream<Path> inside = Files.list(named)) {
        if (inside.findAny().isPresent()) {
          throw CliException.usage("--dir", named + " is not empty");
        }
      }
    }
    return named;
  }

  private static void warn(Output output) {
    output.tell(
        """
        ============================= THIS IS A DEMONSTRATION =============================
        Weak sealing (--insecure-demo-keys), short delays, all processes on one machine,
        one passphrase. Never put anything of value under these keys.

        n = 3 nodes, t = 2 sign together, q = 2 cosignatures commit, f = 0:
          protects against   a stolen or lying coordinator; one node that is down;
                             one stolen node while the coordinator is honest (no key, no signature)
          does not           against a corrupt coordinator TOGETHER with a corrupt node: they could
                             commit two histories (that takes n = 4, q = 3, f = 1);
                             against two stolen nodes: they are the key
        ====================================================================================\
        """);
  }

  private static void explain(Output output, DemoCluster cluster) {
    Path root = cluster.root();
    String keys = " --insecure-demo-keys --passphrase-file " + cluster.passphrase();
    output.tell(
        """

        == The cluster is running. From another terminal:

          TRADER="--dir %1$s/trader-1%2$s"
          BOARD1="--dir %1$s/board-1%2$s"
          BOARD2="--dir %1$s/board-2%2$s"

          ./strongroom status $TRADER
          ./strongroom request $TRADER --vault hot --amount "0.5 ETH" --to exchange-1 --fee-cap 0.005 --wait
          ./strongroom request $TRADER --vault hot --amount "6 ETH" --to exchange-1 --fee-cap 0.005 --id mine
          ./strongroom approve $BOARD1 mine
          ./strongroom approve $BOARD2 mine
          ./strongroom status $TRADER mine
          ./strongroom freeze $BOARD1
          ./strongroom proposals $BOARD1 --all
          ./strongroom log show $TRADER
          ./strongroom log verify $TRADER

        Ctrl-C ends it all.\
        """
            .formatted(root, keys));
  }

  private static void cleanUp(DemoCluster cluster, Path root, boolean keep) {
    cluster.close();
    if (keep) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("could not remove " + root + ": " + e.getMessage());
    }
  }
}
