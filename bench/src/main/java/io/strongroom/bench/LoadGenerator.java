package io.strongroom.bench;

import io.strongroom.bench.load.LoadReport;
import io.strongroom.bench.load.MemberProfile;
import io.strongroom.bench.load.Signatures;
import io.strongroom.bench.load.Stage;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.WatchAllRequest;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Submits auto-approved withdrawals to a running cluster at several concurrencies and says how
/// long it takes from submission to signature, how many a second, and where the time goes.
///
/// The policy must let the member pay at once: no approvals, no delay, limits high enough.
///
/// Options, each with a value: `--profile DIR` and `--passphrase-file FILE` (required), `--vault`
/// (hot), `--asset` (ETH), `--destination` (sink), `--amount` and `--fee-cap` in base units,
/// `--pids NAME=PID,…` of processes whose CPU time is reported, `--warmup N` withdrawals, `--stages
/// C:N,…` (concurrency and count), `--json FILE`, `--insecure-demo-keys yes`.
public final class LoadGenerator {

  private static final String DEFAULT_STAGES = "1:100,8:400,64:1280";
  private static final int WARMUP_CONCURRENCY = 4;

  private LoadGenerator() {}

  /// Runs it.
  public static void main(String[] args) throws Exception {
    Map<String, String> options = options(args);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Stage.Payment payment =
        new Stage.Payment(
            options.getOrDefault("--vault", "hot"),
            options.getOrDefault("--asset", "ETH"),
            new BigInteger(options.getOrDefault("--amount", "1000000000000")),
            options.getOrDefault("--destination", "sink"),
            new BigInteger(options.getOrDefault("--fee-cap", "1000000000000000")));
    List<Stage> stages = stages(options.getOrDefault("--stages", DEFAULT_STAGES));
    int warmup = Integer.parseInt(options.getOrDefault("--warmup", "200"));
    String run = "load-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Map<String, Long> pids = pids(options.getOrDefault("--pids", ""));
    List<Stage.Outcome> outcomes = new ArrayList<>();
    try (MemberProfile member =
        MemberProfile.open(
            Path.of(required(options, "--profile")),
            Path.of(required(options, "--passphrase-file")),
            "yes".equals(options.get("--insecure-demo-keys")))) {
      Signatures signatures = new Signatures();
      DeskGrpc.newStub(member.coordinator())
          .watchAll(WatchAllRequest.getDefaultInstance(), signatures);
      if (warmup > 0) {
        var _ =
            new Stage(WARMUP_CONCURRENCY, warmup)
                .run(member, signatures, payment, run + "-w", pids);
      }
      for (Stage stage : stages) {
        String ids = run + "-" + outcomes.size();
        outcomes.add(stage.run(member, signatures, payment, ids, pids));
      }
    }
    LoadReport report = new LoadReport(outcomes);
    report.print(out);
    String json = options.get("--json");
    if (json != null) {
      Files.writeString(Path.of(json), report.json());
    }
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static Map<String, Long> pids(String text) {
    Map<String, Long> pids = new HashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      pids.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
    }
    return pids;
  }

  private static List<Stage> stages(String text) {
    List<Stage> stages = new ArrayList<>();
    for (String stage : text.split(",", -1)) {
      int colon = stage.indexOf(':');
      stages.add(
          new Stage(
              Integer.parseInt(stage, 0, colon, 10),
              Integer.parseInt(stage, colon + 1, stage.length(), 10)));
    }
    return stages;
  }
}
