package io.strongroom.cli.client;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.proto.v1.ListProposalsRequest;
import io.strongroom.proto.v1.ListVaultsRequest;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.Vault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Proposals and what they bring about, followed by asking again.
public final class Proposals {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Set<String> FINAL = Set.of("EFFECTIVE", "REJECTED", "EXPIRED", "REFUSED");

  private Proposals() {}

  /// The proposal of this leaf hash.
  ///
  /// @throws CliException NOT_FOUND
  public static Proposal find(Session session, String leafHash) {
    return session
        .ask(() -> session.desk().listProposals(ListProposalsRequest.getDefaultInstance()))
        .getProposalsList()
        .stream()
        .filter(view -> view.getLeafHash().equals(leafHash))
        .findFirst()
        .orElseThrow(() -> CliException.notFound("there is no proposal " + leafHash));
  }

  /// Waits until a proposal is final.
  ///
  /// @throws CliException UNREACHABLE when it takes too long
  public static Proposal await(Session session, String leafHash, Duration most)
      throws InterruptedException {
    return poll(
        "the proposal did not take effect",
        most,
        () -> Optional.of(find(session, leafHash)).filter(view -> FINAL.contains(view.getState())));
  }

  /// The vault of this name.
  public static Optional<Vault> vault(Session session, String name) {
    return session
        .ask(() -> session.desk().listVaults(ListVaultsRequest.getDefaultInstance()))
        .getVaultsList()
        .stream()
        .filter(view -> view.getName().equals(name))
        .findFirst();
  }

  /// Waits until a vault has its key, or never will.
  ///
  /// @throws CliException UNREACHABLE when it takes too long
  public static Vault awaitVault(Session session, String name, Duration most)
      throws InterruptedException {
    return poll(
        "the vault's key was not generated",
        most,
        () -> vault(session, name).filter(view -> !view.getState().equals("GENERATING")));
  }

  private static <T> T poll(String otherwise, Duration most, Supplier<Optional<T>> question)
      throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() >= deadline) {
        throw new CliException(
            Exit.UNREACHABLE, "TIMEOUT", "--timeout", otherwise + " in time; it may yet");
      }
      Thread.sleep(PAUSE);
    }
  }
}
