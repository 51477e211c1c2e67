package io.strongroom.platform.health;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Whether this process can do its work now, and everything that stands in the way. A process
/// starts not ready, and is ready only while nobody objects.
///
/// Thread rule: safe from any thread. Listeners run on the thread that changed something.
@Singleton
public final class Readiness {

  /// The objection that every process starts with.
  public static final String STARTING = "starting";

  private final TreeMap<String, String> objections = new TreeMap<>();
  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

  /// Not ready: starting.
  public Readiness() {
    objections.put(STARTING, "the process is starting");
  }

  /// Objects, or changes the reason of an objection.
  ///
  /// @param check whose objection, for example `store`
  /// @param reason one sentence for operators, without secrets
  public void object(String check, String reason) {
    change(() -> objections.put(check, reason));
  }

  /// Withdraws an objection, if there is one.
  public void withdraw(String check) {
    change(() -> objections.remove(check));
  }

  /// True when nobody objects.
  public synchronized boolean ready() {
    return objections.isEmpty();
  }

  /// Every objection as `check: reason`, sorted; empty when ready.
  public synchronized List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    objections.forEach((check, reason) -> reasons.add(check + ": " + reason));
    return List.copyOf(reasons);
  }

  /// Calls `listener` with the present answer now, and with the new one whenever it changes.
  ///
  /// @return runs to stop listening
  public Runnable listen(Consumer<Boolean> listener) {
    listeners.add(listener);
    listener.accept(ready());
    return () -> listeners.remove(listener);
  }

  private void change(Runnable change) {
    boolean before;
    boolean after;
    synchronized (this) {
      before = objections.isEmpty();
      change.run();
      after = objections.isEmpty();
    }
    if (before != after) {
      listeners.forEach(listener -> listener.accept(after));
    }
  }
}
