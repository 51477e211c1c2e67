package io.strongroom.coordinator.chain;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A call to a chain node that gave no usable answer, by fault. Messages name the method, never the
/// endpoint's path or query, which may hold an access key.
public abstract sealed class GatewayException extends Exception
    permits GatewayException.Unreachable,
        GatewayException.BadResponse,
        GatewayException.Refused,
        GatewayException.WrongChain {

  @Serial private static final long serialVersionUID = 1L;

  private GatewayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// No answer within the timeout, or no connection. Whether the call took effect is unknown; all
  /// calls may be repeated.
  public static final class Unreachable extends GatewayException {

    @Serial private static final long serialVersionUID = 1L;

    Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// An answer that is not what JSON-RPC or Ethereum's API allows, or is too large. The node is
  /// broken or hostile.
  public static final class BadResponse extends GatewayException {

    @Serial private static final long serialVersionUID = 1L;

    BadResponse(String message) {
      super(message, null);
    }

    BadResponse(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The node understood and refused: a JSON-RPC error.
  public static final class Refused extends GatewayException {

    @Serial private static final long serialVersionUID = 1L;

    private final long code;
    private final RefusalReason reason;

    Refused(String method, long code, String nodesMessage) {
      super(method + " was refused with code " + code + ": " + nodesMessage, null);
      this.code = code;
      this.reason = RefusalReason.of(nodesMessage);
    }

    /// JSON-RPC's error code, as the node gave it.
    public long code() {
      return code;
    }

    /// What the node's wording suggests; nodes do not agree on codes.
    public RefusalReason reason() {
      return reason;
    }
  }

  /// The node serves another chain than the one that was meant.
  public static final class WrongChain extends GatewayException {

    @Serial private static final long serialVersionUID = 1L;

    WrongChain(String expected, String served) {
      super("the Ethereum node serves " + served + ", not " + expected, null);
    }
  }
}
