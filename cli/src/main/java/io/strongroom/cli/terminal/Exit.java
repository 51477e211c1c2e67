package io.strongroom.cli.terminal;

/// How the command ends. Stable: scripts may rely on the numbers.
public enum Exit {
  /// It did what was asked.
  OK(0),
  /// Anything that has no number of its own.
  FAILURE(1),
  /// Wrong arguments, configuration or input.
  USAGE(2),
  /// Refused by policy, by the log's rules or for lack of a right.
  REFUSED(3),
  /// There is no such thing.
  NOT_FOUND(4),
  /// The coordinator or a node cannot be reached or is not ready.
  UNREACHABLE(5),
  /// The passphrase does not open the keystore, or cannot be read.
  WRONG_PASSPHRASE(6);

  private final int number;

  Exit(int number) {
    this.number = number;
  }

  /// What the operating system sees.
  public int number() {
    return number;
  }
}
