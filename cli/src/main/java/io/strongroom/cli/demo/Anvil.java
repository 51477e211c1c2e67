package io.strongroom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strongroom.cli.process.ChildProcess;
import io.strongroom.cli.process.Home;
import io.strongroom.cli.process.Reaper;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A local Ethereum test node, and the little that the demonstration asks of it.
final class Anvil implements AutoCloseable {

  private static final Duration INSTALL = Duration.ofMinutes(2);
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on (127\\.0\\.0\\.1:[0-9]{1,5})");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ChildProcess process;
  private final URI uri;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CALL)
          .build();

  private Anvil(ChildProcess process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /// Where the program is: as the install script says, which installs it if it can, else on the
  /// PATH.
  ///
  /// @throws CliException saying why there is none
  static Path find(Home home) throws IOException, InterruptedException {
    Path script = home.root().resolve("testkit").resolve("anvil").resolve("install");
    String why = "there is no " + script;
    if (Files.isExecutable(script)) {
      Path said = Files.createTempFile("strongroom-anvil", ".txt");
      Path errors = Files.createTempFile("strongroom-anvil", ".txt");
      try {
        Process install =
            new ProcessBuilder(script.toString())
                .redirectOutput(said.toFile())
                .redirectError(errors.toFile())
                .start();
        install.getOutputStream().close();
        boolean ended = install.waitFor(INSTALL.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          install.descendants().forEach(ProcessHandle::destroyForcibly);
          install.destroyForcibly();
          why = "installing took longer than " + INSTALL.toSeconds() + " s";
        } else if (install.exitValue() == 0) {
          return Path.of(Files.readString(said, StandardCharsets.UTF_8).strip());
        } else {
          why = Files.readString(errors, StandardCharsets.UTF_8).strip();
        }
      } finally {
        Files.deleteIfExists(said);
        Files.deleteIfExists(errors);
      }
    }
    Optional<Path> onPath =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder).resolve("anvil"))
            .filter(Files::isExecutable)
            .findFirst();
    String reason = why;
    return onPath.orElseThrow(() -> new CliException(Exit.FAILURE, "NO_CHAIN", "", reason));
  }

  /// Starts it, with an empty chain.
  static Anvil start(Path binary, Path errors, Reaper reaper)
      throws IOException, InterruptedException {
    ChildProcess process =
        ChildProcess.start(
            "the Ethereum test node",
            List.of(
                binary.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--chain-id",
                "31337",
                "--accounts",
                "1",
                "--color",
                "never"),
            LISTENING,
            errors,
            reaper);
    try {
      return new Anvil(process, URI.create("http://" + process.awaitReady(START)));
    } catch (CliException e) {
      process.stop();
      throw e;
    }
  }

  URI uri() {
    return uri;
  }

  /// Gives an account this balance.
  void setBalance(String address, BigInteger wei) throws IOException, InterruptedException {
    call("anvil_setBalance", address, "0x" + wei.toString(16));
  }

  /// The receipt of a transaction, once it is in a block.
  Optional<JsonNode> receipt(String txid) throws IOException, InterruptedException {
    JsonNode receipt = call("eth_getTransactionReceipt", txid);
    return receipt.isObject() ? Optional.of(receipt) : Optional.empty();
  }

  private JsonNode call(String method, Object... parameters)
      throws IOException, InterruptedException {
    String body =
        JSON.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(CALL)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    JsonNode answer =
        JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    if (answer.has("error")) {
      throw new IOException(method + ": " + answer.get("error").path("message").asText());
    }
    return answer.path("result");
  }

  ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
