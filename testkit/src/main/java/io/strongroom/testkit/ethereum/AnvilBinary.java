package io.strongroom.testkit.ethereum;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the Ethereum test node's binary is on this machine.
public final class AnvilBinary {

  /// The system property that names the binary; blank is as good as unset.
  public static final String PROPERTY = "strongroom.anvil";

  private static final String INSTALLED =
      "testkit/anvil/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";

  private AnvilBinary() {}

  /// Looks at the system property, then where `testkit/anvil/install` puts it (in the working
  /// directory or one above it), then for `anvil` on the PATH.
  ///
  /// @throws IllegalStateException if the system property names something that cannot be run
  public static Optional<Path> find() {
    return find(System.getProperty(PROPERTY), Path.of("").toAbsolutePath(), System.getenv("PATH"));
  }

  static Optional<Path> find(
      @Nullable String property, Path workingDirectory, @Nullable String searchPath) {
    if (property != null && !property.isBlank()) {
      Path named = Path.of(property);
      if (!isProgram(named)) {
        throw new IllegalStateException(PROPERTY + " names no program: " + property);
      }
      return Optional.of(named);
    }
    for (@Nullable Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
      Path installed = folder.resolve(INSTALLED);
      if (isProgram(installed)) {
        return Optional.of(installed);
      }
    }
    return searchPath == null ? Optional.empty() : onPath(searchPath);
  }

  private static Optional<Path> onPath(String searchPath) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(searchPath)
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder).resolve("anvil"))
        .filter(AnvilBinary::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
