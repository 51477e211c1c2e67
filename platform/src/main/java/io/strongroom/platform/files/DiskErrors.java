package io.strongroom.platform.files;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Recognises what an operating system says about a disk, wherever it hides in a chain of causes.
public final class DiskErrors {

  private static final int MAX_CAUSES = 32;

  /// ENOSPC, EDQUOT and EFBIG as the C library words them; Java has no other way to tell.
  private static final List<String> FULL =
      List.of("no space left on device", "disk quota exceeded", "file too large");

  private DiskErrors() {}

  /// True when the failure is a full disk, an exhausted quota or a file size limit.
  public static boolean isFull(Throwable failure) {
    return anyCause(failure, cause -> cause instanceof IOException && saysFull(cause.getMessage()));
  }

  /// True when the failure comes from reading or writing at all.
  public static boolean isIo(Throwable failure) {
    return anyCause(failure, cause -> cause instanceof IOException);
  }

  private static boolean saysFull(@Nullable String message) {
    String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(lower::contains);
  }

  private static boolean anyCause(Throwable failure, java.util.function.Predicate<Throwable> test) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
      if (test.test(current)) {
        return true;
      }
      current = current.getCause();
    }
    return false;
  }
}
