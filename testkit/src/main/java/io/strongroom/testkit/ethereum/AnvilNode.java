package io.strongroom.testkit.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running Ethereum test node: a process of its own on a loopback port that the operating system
/// chose, with chain id 31337 and an empty chain. It mines a block for every transaction soon after
/// accepting it, until [#setAutomine] says otherwise.
///
/// Safe for several threads. Closing it stops the process; so does the end of the JVM.
public final class AnvilNode implements AutoCloseable {

  /// The chain that the node serves.
  public static final EthereumChain CHAIN = new EthereumChain(31337);

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on 127\\.0\\.0\\.1:([0-9]{1,5})");

  private final Process process;
  private final Thread stopAtExit;
  private final TestRpc rpc;

  private AnvilNode(Process process, Thread stopAtExit, TestRpc rpc) {
    this.process = process;
    this.stopAtExit = stopAtExit;
    this.rpc = rpc;
  }

  /// Starts a node if [AnvilBinary#find] finds one.
  ///
  /// @throws IllegalStateException if a node is there but does not get ready within 20 s
  public static Optional<AnvilNode> startIfPresent() {
    return AnvilBinary.find().map(AnvilNode::start);
  }

  /// Starts a node from this binary and waits until it answers.
  ///
  /// @throws IllegalStateException if it does not get ready within 20 s
  public static AnvilNode start(Path binary) {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  binary.toString(),
                  "--host",
                  "127.0.0.1",
                  "--port",
                  "0",
                  "--chain-id",
                  Long.toString(CHAIN.id()),
                  "--accounts",
                  "1",
                  "--color",
                  "never")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + binary, e);
    }
    Thread stopAtExit = new Thread(process::destroyForcibly, "stop-anvil");
    Runtime.getRuntime().addShutdownHook(stopAtExit);
    try {
      int port = awaitPort(process);
      AnvilNode node =
          new AnvilNode(process, stopAtExit, new TestRpc(URI.create("http://127.0.0.1:" + port)));
      node.awaitAnswer();
      return node;
    } catch (RuntimeException e) {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
      throw e;
    }
  }

  /// Reads the node's output for the port; the reader then goes on emptying the pipe, so that the
  /// node never blocks on it.
  private static int awaitPort(Process process) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("anvil-output")
        .start(() -> {
          try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder seen = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
              Matcher listening = LISTENING.matcher(line);
              if (listening.find()) {
                port.complete(Integer.parseInt(listening.group(1)));
              } else if (!port.isDone()) {
                seen.append(line).append('\n');
              }
            }
            port.completeExceptionally(
                new IllegalStateException("anvil ended before it listened: " + seen));
          } catch (IOException | UncheckedIOException e) {
            port.completeExceptionally(e);
          }
        });
    try {
      return port.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("anvil did not start", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("anvil did not listen within " + START_TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while anvil started", e);
    }
  }

  /// Polls until the node answers with its chain id. A port that is open accepts the connection at
  /// once, so no pause is needed between attempts beyond what each waits for its answer.
  private void awaitAnswer() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      try {
        if (TestRpc.quantity(rpc.call("eth_chainId")).longValueExact() != CHAIN.id()) {
          throw new IllegalStateException("anvil serves another chain");
        }
        return;
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new IllegalStateException("anvil did not answer within " + START_TIMEOUT, e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /// Where the node's JSON-RPC listens.
  public URI uri() {
    return rpc.endpoint();
  }

  /// Any JSON-RPC call; parameters are strings, numbers, booleans, maps and lists.
  ///
  /// @throws IllegalStateException if the node answers with an error
  public JsonNode call(String method, Object... parameters) {
    return rpc.call(method, parameters);
  }

  /// Gives an account this balance.
  public void setBalance(EthereumAddress account, BigInteger wei) {
    rpc.call("anvil_setBalance", account.canonical(), TestRpc.hex(wei));
  }

  /// Mines this many blocks; the first takes what waits in the mempool.
  public void mine(int blocks) {
    rpc.call("anvil_mine", TestRpc.hex(BigInteger.valueOf(blocks)));
  }

  /// Whether every transaction is mined by itself, a moment after it was accepted. A test that
  /// needs to know when turns this off and calls [#mine].
  public void setAutomine(boolean automine) {
    rpc.call("evm_setAutomine", automine);
  }

  /// The number of the latest block.
  public long blockNumber() {
    return TestRpc.quantity(rpc.call("eth_blockNumber")).longValueExact();
  }

  /// The balance of an account in the latest block.
  public BigInteger balanceWei(EthereumAddress account) {
    return TestRpc.quantity(rpc.call("eth_getBalance", account.canonical(), "latest"));
  }

  /// Stops the process and waits for its end, at most 5 s before it is killed.
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    rpc.close();
  }
}
