package io.strongroom.cli.terminal;

import io.strongroom.custody.policy.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Times as people read and write them.
public final class Times {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.of("UTC"));

  private static final Pattern MILLIS = Pattern.compile("\\b1[0-9]{12}\\b");

  private Times() {}

  /// `2026-01-02 03:04:05Z`; a dash for 0, which means never.
  public static String text(long millis) {
    return millis == 0 ? "-" : FORM.format(Instant.ofEpochMilli(millis)) + "Z";
  }

  /// A sentence of the log's, with its milliseconds since the Unix epoch written as a time.
  public static String inSentence(String sentence) {
    return MILLIS.matcher(sentence).replaceAll(found -> text(Long.parseLong(found.group())));
  }

  /// `3.2 s`, `180 ms`.
  public static String elapsed(Duration duration) {
    long millis = duration.toMillis();
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  /// Reads a duration such as `24h`.
  ///
  /// @param option named when it cannot be read
  public static long durationMs(String option, String text) {
    try {
      return Durations.parseMs(text);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(option, String.valueOf(e.getMessage()));
    }
  }
}
