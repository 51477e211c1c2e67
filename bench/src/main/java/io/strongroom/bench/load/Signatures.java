package io.strongroom.bench.load;

import io.grpc.stub.StreamObserver;
import io.strongroom.proto.v1.Withdrawal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Listens to every withdrawal's changes and wakes whoever waits for one of them to end.
///
/// Thread-safe.
public final class Signatures implements StreamObserver<Withdrawal> {

  /// States after which nothing more happens towards a signature.
  private static final Set<String> ENDS =
      Set.of("SIGNED", "DENIED", "REJECTED", "CANCELLED", "EXPIRED");

  private final Map<String, CompletableFuture<Arrival>> waiting = new ConcurrentHashMap<>();

  /// A withdrawal's last state, and when this process heard of it.
  ///
  /// @param nanoTime on the clock of `System.nanoTime`
  public record Arrival(long nanoTime, Withdrawal withdrawal) {}

  /// The end of a withdrawal. To be called before it is submitted.
  public CompletableFuture<Arrival> expect(String requestId) {
    return waiting.computeIfAbsent(requestId, id -> new CompletableFuture<>());
  }

  @Override
  public void onNext(Withdrawal withdrawal) {
    if (ENDS.contains(withdrawal.getState())) {
      CompletableFuture<Arrival> waiter = waiting.remove(withdrawal.getRequestId());
      if (waiter != null) {
        waiter.complete(new Arrival(System.nanoTime(), withdrawal));
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    waiting.values().forEach(waiter -> waiter.completeExceptionally(failure));
  }

  @Override
  public void onCompleted() {
    onError(new IllegalStateException("the coordinator ended the stream"));
  }
}
