package io.strongroom.node.config;

/// Where a process listens or is reached. Public.
///
/// @param host name or address
/// @param port 0 to 65535; 0 only to listen, and means any free port
public record Endpoint(String host, int port) {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_HOST = 253;

  /// @throws IllegalArgumentException when a part is out of range
  public Endpoint {
    if (host.isBlank() || host.length() > MAX_HOST) {
      throw new IllegalArgumentException("a host has 1 to " + MAX_HOST + " characters");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is between 0 and " + MAX_PORT);
    }
  }

  /// Reads `host:port`; an IPv6 address stands in brackets.
  ///
  /// @throws IllegalArgumentException when the text is anything else
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not host:port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address stands in brackets: [" + host + "]");
    }
    try {
      return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" has no port number", e);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
