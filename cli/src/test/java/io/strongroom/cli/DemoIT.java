package io.strongroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.chain.ethereum.SignedTransfer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration as a process, through the applications as they are built: five withdrawals, a
/// stolen coordinator, and nothing left behind.
final class DemoIT {

  private static final long MOST_MINUTES = 5;

  @TempDir Path directory;

  private Process demo(String... options) throws IOException {
    Path home = Path.of("..").toAbsolutePath().normalize();
    Path app = home.resolve("cli").resolve("target").resolve("app");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstrongroom.home=" + home,
                "-cp",
                app + "/*" + File.pathSeparator + app + "/lib/*",
                "io.strongroom.cli.Main",
                "demo",
                "--dir",
                directory.resolve("demo").toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String read(String file) throws IOException {
    return Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
  }

  @Test
  void withdrawalsAreDecidedAndForgeriesRefused_andNoProcessIsLeft() throws Exception {
    Process process = demo("--exit", "--json");
    Set<ProcessHandle> seen = new HashSet<>();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
    while (!process.waitFor(200, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
      process.descendants().forEach(seen::add);
    }

    assertFalse(process.isAlive(), () -> "the demonstration hangs");
    assertEquals(0, process.exitValue(), read("err"));
    assertTrue(seen.size() >= 5, "nodes, coordinator and watcher were seen: " + seen.size());
    for (ProcessHandle child : seen) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    String out = read("out");
    JsonNode report = new ObjectMapper().readTree(out);
    requireWithdrawals(report.path("withdrawals"));
    requireRefusals(report.path("forgery"));
    assertTrue(report.path("timings").path("dkg_ms").asLong() > 0);
    assertEquals(List.of("withdrawals", "forgery", "timings"), names(report));
    assertTrue(read("err").contains("THIS IS A DEMONSTRATION"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void requireWithdrawals(JsonNode list) {
    List<String> outcomes = new ArrayList<>();
    list.forEach(each -> outcomes.add(each.path("outcome").asText()));
    assertEquals(List.of("SIGNED", "SIGNED", "SIGNED", "DENIED", "DENIED"), outcomes.subList(0, 5));
    assertEquals(List.of("SIGNED", "SIGNED"), outcomes.subList(5, outcomes.size()));
    Set<String> senders = new HashSet<>();
    for (JsonNode each : list) {
      assertEquals(
          List.of("id", "outcome", "reason", "txid", "rawTransaction", "verifiedBy"), names(each));
      if (each.path("outcome").asText().equals("SIGNED")) {
        String raw = each.path("rawTransaction").asText();
        SignedTransfer transfer = SignedTransfer.decode(HexFormat.of().parseHex(raw.substring(2)));
        assertEquals(each.path("txid").asText(), transfer.transactionId());
        assertTrue(each.path("verifiedBy").asText().contains("Bouncy Castle"));
        senders.add(transfer.sender().canonical());
      }
    }
    assertEquals(1, senders.size(), "every transaction comes from the one vault");
    assertTrue(list.get(3).path("reason").asText().contains("allowlist"));
    assertTrue(list.get(4).path("reason").asText().contains("l-hot-24h"));
  }

  private static void requireRefusals(JsonNode forgery) {
    assertFalse(forgery.path("signed").asBoolean(true));
    List<String> nodes = new ArrayList<>();
    forgery.path("refusedBy").forEach(node -> nodes.add(node.asText()));
    assertEquals(List.of("node-1", "node-2", "node-3"), nodes);
    for (String code : List.of("NOT_COMMITTED", "NOT_AUTHORIZED", "NOT_ADMISSIBLE", "FROZEN")) {
      assertTrue(forgery.path("reason").asText().contains(code), forgery.toString());
    }
  }

  @Test
  void killedDemonstration_leavesNoProcess() throws Exception {
    Process process = demo("--no-chain");
    Set<ProcessHandle> children = new HashSet<>();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
    while (!read("out").contains("3 nodes and a coordinator are running")
        && process.isAlive()
        && System.nanoTime() < deadline) {
      assertFalse(process.waitFor(200, TimeUnit.MILLISECONDS), () -> "the demonstration ended");
    }
    process.descendants().forEach(children::add);
    assertTrue(children.size() >= 5, "nodes, coordinator and watcher: " + children.size());

    process.destroyForcibly().waitFor();

    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
  }
}
