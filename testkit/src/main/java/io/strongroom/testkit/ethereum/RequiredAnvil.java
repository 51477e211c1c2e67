package io.strongroom.testkit.ethereum;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The rule for tests that need a real Ethereum node: where it is missing they fail under
/// continuous integration (`CI=true` in the environment) and are skipped, loudly, anywhere else.
public final class RequiredAnvil {

  private static final String MISSING =
      "NO ETHEREUM TEST NODE: run testkit/anvil/install, or put anvil on the PATH, or set -D"
          + AnvilBinary.PROPERTY;

  private RequiredAnvil() {}

  /// A running node, which the caller closes.
  ///
  /// @throws AssertionError if there is none under continuous integration
  /// @throws org.opentest4j.TestAbortedException if there is none elsewhere
  public static AnvilNode start() {
    Optional<AnvilNode> node = AnvilNode.startIfPresent();
    if (node.isPresent()) {
      return node.get();
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(MISSING);
    }
    System.err.println("##### SKIPPED, " + MISSING + " #####");
    return Assumptions.abort(MISSING);
  }
}
