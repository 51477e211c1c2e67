package io.strongroom.bench.load;

import com.google.protobuf.ByteString;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.SubmitRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A number of withdrawals with a fixed number under way: each worker submits one, waits for its
/// signature, and submits the next.
///
/// @param concurrency workers
/// @param count withdrawals in all
public record Stage(int concurrency, int count) {

  private static final int COMMIT_WAIT_MS = 30_000;
  private static final long SIGN_WAIT_SECONDS = 60;
  private static final long EXPIRES_MS = TimeUnit.HOURS.toMillis(1);

  /// What is paid, again and again.
  public record Payment(
      String vault, String asset, BigInteger amount, String destination, BigInteger feeCap) {}

  /// What came out.
  ///
  /// @param seconds from the first submission to the last signature
  /// @param cpu used in that time
  public record Outcome(Stage stage, List<Timing> timings, double seconds, CpuUse cpu) {}

  public Outcome run(
      MemberProfile member,
      Signatures signatures,
      Payment payment,
      String idPrefix,
      Map<String, Long> pids)
      throws InterruptedException, ExecutionException, IOException {
    AtomicInteger next = new AtomicInteger();
    CpuUse before = CpuUse.now(pids);
    long began = System.nanoTime();
    List<Timing> timings = new ArrayList<>();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Timing>>> results = new ArrayList<>();
      for (int w = 0; w < concurrency; w++) {
        results.add(
            workers.submit(() -> {
              List<Timing> own = new ArrayList<>();
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                own.add(one(member, signatures, payment, idPrefix + "-" + i));
              }
              return own;
            }));
      }
      for (Future<List<Timing>> result : results) {
        timings.addAll(result.get());
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Outcome(this, timings, seconds, CpuUse.now(pids).since(before));
  }

  private static Timing one(MemberProfile member, Signatures signatures, Payment payment, String id)
      throws InterruptedException, ExecutionException, TimeoutException {
    Envelope request =
        member.request(
            id,
            payment.vault(),
            payment.asset(),
            payment.amount(),
            payment.destination(),
            payment.feeCap(),
            System.currentTimeMillis() + EXPIRES_MS);
    CompletableFuture<Signatures.Arrival> end = signatures.expect(id);
    SubmitRequest submit =
        SubmitRequest.newBuilder()
            .setEnvelope(ByteString.copyFrom(request.bytes()))
            .setWaitMs(COMMIT_WAIT_MS)
            .build();
    long began = System.nanoTime();
    var _ =
        DeskGrpc.newBlockingStub(member.coordinator())
            .withDeadlineAfter(COMMIT_WAIT_MS + 10_000L, TimeUnit.MILLISECONDS)
            .submit(submit);
    long submitted = System.nanoTime();
    Signatures.Arrival arrival = end.get(SIGN_WAIT_SECONDS, TimeUnit.SECONDS);
    if (!"SIGNED".equals(arrival.withdrawal().getState())) {
      throw new IllegalStateException(
          id
              + " ended as "
              + arrival.withdrawal().getState()
              + ": "
              + arrival.withdrawal().getReason());
    }
    return Timing.of(began, submitted, arrival);
  }
}
