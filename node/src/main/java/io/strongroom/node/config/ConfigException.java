package io.strongroom.node.config;

/// A command line or configuration file that cannot be used. The message says what to change and
/// holds no secret.
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  /// @param message what is wrong, naming the key or option
  public ConfigException(String message) {
    super(message);
  }

  /// @param message what is wrong, naming the key or option
  /// @param cause what found it
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
