package io.strongroom.platform.grpc;

/// A typed refusal, the same on both ends of a call: services throw it, clients get it from
/// [Errors#from].
///
/// Nothing was changed by a call that ends with it, unless the call's own documentation says
/// otherwise. Messages are one sentence for people and never hold a secret.
public final class StrongroomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final String field;
  private final String sentence;
  private final boolean retryable;

  /// A refusal.
  ///
  /// @param code the reason
  /// @param field the field at fault, dotted (`intent.amount`); empty when no single field is
  /// @param message one sentence
  /// @param retryable true when the same call may succeed later unchanged
  public StrongroomException(ErrorCode code, String field, String message, boolean retryable) {
    super(text(code, field, message));
    this.sentence = message;
    this.code = code;
    this.field = field;
    this.retryable = retryable;
  }

  /// As the other constructor; the cause stays on this side of the wire.
  public StrongroomException(
      ErrorCode code, String field, String message, boolean retryable, Throwable cause) {
    super(text(code, field, message), cause);
    this.sentence = message;
    this.code = code;
    this.field = field;
    this.retryable = retryable;
  }

  /// A refusal that will stay one until something changes.
  public static StrongroomException of(ErrorCode code, String message) {
    return new StrongroomException(code, "", message, false);
  }

  /// Bad input, naming the field.
  public static StrongroomException invalid(String reason, String field, String message) {
    return new StrongroomException(ErrorCode.invalid(reason), field, message, false);
  }

  /// The reason.
  public ErrorCode code() {
    return code;
  }

  /// The field at fault, or empty.
  public String field() {
    return field;
  }

  /// One sentence for people.
  public String sentence() {
    return sentence;
  }

  /// True when the same call may succeed later unchanged.
  public boolean retryable() {
    return retryable;
  }

  private static String text(ErrorCode code, String field, String sentence) {
    return code + (field.isEmpty() ? "" : " (" + field + ")") + ": " + sentence;
  }
}
