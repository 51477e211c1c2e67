package io.strongroom.custody.statement;

import java.util.EnumSet;
import java.util.Set;

/// The genesis parameters of agreement: of n cosigners up to f may be corrupt or rolled back, and q
/// cosignatures commit a head.
///
/// Two conflicting quorums share at least 2q - n cosigners, so that two histories cannot both
/// commit exactly if q > (n + f) / 2. With f cosigners silent the cluster goes on exactly if q ≤ n
/// - f. Source: `log.md`.
///
/// @param n number of cosigners
/// @param f how many of them may be corrupt, rolled back or silent
/// @param q how many cosignatures commit
public record QuorumParameters(int n, int f, int q) {

  /// What is wrong with a choice of parameters. The ceremony refuses each unless it is accepted by
  /// name.
  public enum Weakness {
    /// q ≤ (n + f) / 2: f corrupt cosigners and the coordinator can commit two conflicting
    /// histories.
    FORK_POSSIBLE(
        "q must be more than (n + f) / 2, else two conflicting histories can both commit"),
    /// q > n - f: f silent cosigners stop all signing.
    OUTAGE_STOPS_SIGNING("q must be at most n - f, else f silent cosigners stop all signing");

    private final String explanation;

    Weakness(String explanation) {
      this.explanation = explanation;
    }

    /// A sentence for people.
    public String explanation() {
      return explanation;
    }
  }

  /// The usual choices, as a table of text for the ceremony to print.
  public static final String TABLE =
      """
      n  f  q  meaning
      3  0  2  honest nodes, crashed or corrupt coordinator: no fork
      3  1  3  no fork with one corrupt node; one outage stops signing
      4  1  3  three signers and one witness, a cosigner without a key share: the recommended small cluster
      5  1  4  no fork with one corrupt node; signing goes on with one node silent
      7  2  5  no fork with two corrupt nodes; signing goes on with two nodes silent

      n cosigners, of which f may be corrupt or rolled back; q cosignatures commit.
      No fork: q > (n + f) / 2. Signing goes on with f silent: q <= n - f.
      """;

  /// Whether two conflicting histories cannot both commit.
  public boolean isForkFree() {
    return 2 * q > n + f;
  }

  /// Whether the cluster goes on with f cosigners silent.
  public boolean isLive() {
    return q <= n - f;
  }

  /// Everything that is wrong with the choice; empty for a good one.
  public Set<Weakness> weaknesses() {
    Set<Weakness> found = EnumSet.noneOf(Weakness.class);
    if (!isForkFree()) {
      found.add(Weakness.FORK_POSSIBLE);
    }
    if (!isLive()) {
      found.add(Weakness.OUTAGE_STOPS_SIGNING);
    }
    return found;
  }

  /// Refuses every weakness that is not accepted by name.
  ///
  /// @throws InvalidStatementException UNSAFE_QUORUM, naming `parameters.q`
  public void requireGood(Set<Weakness> accepted) throws InvalidStatementException {
    for (Weakness weakness : weaknesses()) {
      if (!accepted.contains(weakness)) {
        throw new InvalidStatementException(
            InvalidStatementException.Code.UNSAFE_QUORUM,
            "parameters.q",
            weakness.explanation() + " (n = " + n + ", f = " + f + ", q = " + q + ")");
      }
    }
  }
}
