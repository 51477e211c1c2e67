package io.strongroom.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/strongroom-version.properties")) {
      if (in != null) {
        build.load(in);
      }
    }
    return new String[] {
      "strongroom " + build.getProperty("version", "unknown"),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
