package io.strongroom.platform.process;

/// How a process ends. Stable: scripts may rely on the numbers.
public enum ExitCode {
  /// It did what was asked.
  OK(0),
  /// Anything that has no number of its own.
  FAILURE(1),
  /// Wrong arguments or configuration.
  USAGE(2),
  /// The passphrase does not open the keystore, or cannot be read.
  WRONG_PASSPHRASE(3),
  /// The keystore, the database or another file was damaged.
  CORRUPT(4),
  /// Something else listens on the port.
  PORT_IN_USE(5),
  /// The disk is full or cannot be written.
  DISK(6),
  /// The clock is too far off.
  CLOCK(7),
  /// The identity here is not the one that the genesis statement names.
  IDENTITY(8);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// What the operating system sees.
  public int number() {
    return number;
  }
}
