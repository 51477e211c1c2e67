package io.strongroom.platform.store;

import java.util.function.Supplier;

/// Commits and forces to disk before it returns: what was written inside may be answered for
/// outside.
///
/// Security guarantee: when [#write] returns, the transaction's bytes have been forced to stable
/// storage, so neither a killed process nor a lost machine takes them back. When it throws, nothing
/// may be assumed but that nothing was promised. Thread rule: safe from any thread; writers that
/// commit at the same time share one force.
public interface DurableCommit {

  /// Runs `work` in one transaction, commits it, and forces it to disk.
  ///
  /// @throws IllegalStateException when the thread is in a transaction already: forcing would come
  ///   before its commit
  /// @throws StoreFailedException when commit or force failed, now or earlier
  <T extends @org.jspecify.annotations.Nullable Object> T write(Supplier<T> work);

  /// As [#write(Supplier)], for work without a result.
  default void run(Runnable work) {
    write(() -> {
      work.run();
      return Boolean.TRUE;
    });
  }
}
