package io.strongroom.cli.terminal;

/// Why a command could not do what was asked: for people one sentence, for programs an exit code, a
/// stable reason and the field at fault. Holds no secret.
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final String code;
  private final String field;
  private final String sentence;

  /// @param exit how the command ends
  /// @param code stable, upper-case
  /// @param field the option or field at fault; empty when no single one is
  /// @param sentence for people
  public CliException(Exit exit, String code, String field, String sentence) {
    super(text(field, sentence));
    this.exit = exit;
    this.code = code;
    this.field = field;
    this.sentence = sentence;
  }

  /// As the other constructor, with the cause for the debugger.
  public CliException(Exit exit, String code, String field, String sentence, Throwable cause) {
    super(text(field, sentence), cause);
    this.exit = exit;
    this.code = code;
    this.field = field;
    this.sentence = sentence;
  }

  /// Wrong input, naming the option or field.
  public static CliException usage(String field, String sentence) {
    return new CliException(Exit.USAGE, "USAGE", field, sentence);
  }

  /// There is no such thing.
  public static CliException notFound(String sentence) {
    return new CliException(Exit.NOT_FOUND, "NOT_FOUND", "", sentence);
  }

  /// Something that was signed or proved is not what it must be: nobody should go on.
  public static CliException unproved(String sentence) {
    return new CliException(Exit.FAILURE, "VERIFICATION_FAILED", "", sentence);
  }

  private static String text(String field, String sentence) {
    return field.isEmpty() ? sentence : field + ": " + sentence;
  }

  public Exit exit() {
    return exit;
  }

  /// Stable, upper-case.
  public String code() {
    return code;
  }

  /// The option or field at fault; empty when no single one is.
  public String field() {
    return field;
  }

  /// One sentence.
  public String sentence() {
    return sentence;
  }
}
