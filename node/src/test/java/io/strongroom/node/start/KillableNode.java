package io.strongroom.node.start;

import io.strongroom.node.session.PeerWire;
import io.strongroom.node.store.NodeDatabase;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.process.Mains;
import io.strongroom.platform.seal.PassphraseSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A node that runs into its death: told on standard input which moment to stop at (`send 3`:
/// before its third message from then on), it says `reached` there and does nothing more on that
/// thread. Who told it then kills the process.
final class KillableNode {

  private KillableNode() {}

  /// Runs it.
  ///
  /// @param arguments directory and passphrase file
  public static void main(String[] arguments) {
    Moments moments = new Moments();
    Thread.ofPlatform().daemon().start(moments::listen);
    CommandLine.Run run =
        new CommandLine.Run(
            Path.of(arguments[0]), new PassphraseSource.PrivateFile(Path.of(arguments[1])), true);
    Surroundings surroundings =
        new Surroundings(
            Optional.empty(),
            real -> watched(real, moments),
            real -> new WatchedDatabase(real, moments));
    int code =
        Mains.run(
            "node",
            System.err,
            () -> {
              try (RunningNode node = RunningNode.start(run, surroundings)) {
                say("ready " + node.address());
                node.awaitShutdown();
              }
            });
    Runtime.getRuntime().halt(code);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static PeerWire watched(PeerWire real, Moments moments) {
    return (to, wire, patience, unreachable) -> {
      moments.pass("send");
      real.send(to, wire, patience, unreachable);
    };
  }

  /// The moment that is waited for.
  private static final class Moments {
    private String event = "";
    private int left;

    void listen() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          String[] words = line.split(" ", 2);
          arm(words[0], Integer.parseInt(words[1]));
          say("armed");
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private synchronized void arm(String name, int count) {
      event = name;
      left = count;
    }

    private synchronized boolean isNow(String name) {
      if (event.equals(name)) {
        left--;
      }
      return event.equals(name) && left == 0;
    }

    void pass(String name) {
      if (isNow(name)) {
        say("reached");
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private record WatchedDatabase(NodeDatabase real, Moments moments) implements NodeDatabase {

    @Override
    public <T> T commit(Work<T> work) {
      moments.pass("before-commit");
      T result = real.commit(work);
      moments.pass("after-commit");
      return result;
    }

    @Override
    public <T> T join(Work<T> work) {
      moments.pass("in-transaction");
      return real.join(work);
    }

    @Override
    public <T> T read(Work<T> work) {
      return real.read(work);
    }
  }
}
