package io.strongroom.custody.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as a policy writes them: `\d+(ms|s|m|h|d)`, such as `90s` or `24h`.
public final class Durations {
  /// The longest duration of a policy: ten years of 365 days.
  public static final long MAX_MS = 3650L * 86_400_000L;

  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,14})(ms|s|m|h|d)");

  private Durations() {}

  /// Reads a duration.
  ///
  /// @return milliseconds, 0 to [#MAX_MS]
  /// @throws IllegalArgumentException for any other text
  public static long parseMs(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a duration such as 90s, 15m, 24h or 7d");
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    long count = Long.parseLong(matcher.group(1));
    if (count > MAX_MS / unit) {
      throw new IllegalArgumentException("longer than ten years");
    }
    return count * unit;
  }

  /// Writes milliseconds in the largest unit that divides them.
  public static String text(long ms) {
    if (ms % 86_400_000L == 0 && ms != 0) {
      return ms / 86_400_000L + "d";
    }
    if (ms % 3_600_000L == 0 && ms != 0) {
      return ms / 3_600_000L + "h";
    }
    if (ms % 60_000L == 0 && ms != 0) {
      return ms / 60_000L + "m";
    }
    return ms % 1_000L == 0 ? ms / 1_000L + "s" : ms + "ms";
  }
}
