package io.strongroom.cli.client;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Failures;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.FreezeScope;
import io.strongroom.proto.v1.RestrictRequest;
import io.strongroom.proto.v1.RestrictResponse;
import io.strongroom.proto.v1.RestrictionsGrpc;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A freeze, handed to everybody at the same time: the coordinator that logs it, and every node,
/// where it binds before the log has it.
public final class Freezing {

  /// A freeze that a node holds binds until it expires or is logged: long enough for any board.
  private static final Duration LIFE = Duration.ofDays(365);

  private static final long PATIENCE_SECONDS = 10;

  private Freezing() {}

  /// What came of handing it to one party.
  ///
  /// @param note how, or why not
  /// @param exit what a refusal means
  public record Taken(String who, boolean taken, String note, Exit exit) {}

  /// Signs a freeze.
  public static Envelope sign(Session session, FreezeScope scope) {
    long expires = Clock.systemUTC().millis() + LIFE.toMillis();
    return session.sign(new Freeze(session.header(Session.freshId("freeze"), expires), scope));
  }

  /// Hands it to the coordinator and all nodes, at the same time.
  public static List<Taken> everywhere(Session session, Envelope freeze) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Taken>> answers = new ArrayList<>();
      answers.add(
          threads.submit(() ->
              taken(
                  "coordinator", () -> Sentences.acknowledged(new Desk(session).submit(freeze)))));
      for (String node : session.profile().nodes().keySet()) {
        answers.add(threads.submit(() -> taken(node, () -> restrict(session, node, freeze))));
      }
      return answers.stream().map(Freezing::await).toList();
    }
  }

  /// Hands it to one node.
  ///
  /// @return how it was taken
  public static String restrict(Session session, String node, Envelope restriction) {
    ManagedChannel channel = session.node(node);
    RestrictRequest request =
        RestrictRequest.newBuilder().setEnvelope(ByteString.copyFrom(restriction.bytes())).build();
    RestrictResponse answer =
        Session.ask(
            node + " at " + session.profile().nodes().get(node),
            () ->
                RestrictionsGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .restrict(request));
    return answer.getAlreadyHeld() ? "it had it already" : "it holds it now";
  }

  private static Taken taken(String who, Supplier<String> deed) {
    try {
      return new Taken(who, true, deed.get(), Exit.OK);
    } catch (RuntimeException e) {
      CliException failure = Failures.of(e);
      return new Taken(who, false, failure.code() + ": " + failure.sentence(), failure.exit());
    }
  }

  private static Taken await(Future<Taken> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw Failures.of(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(e);
    }
  }
}
