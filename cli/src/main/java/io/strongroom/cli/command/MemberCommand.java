package io.strongroom.cli.command;

import io.strongroom.cli.client.Session;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that a member gives to the cluster.
abstract class MemberCommand extends BaseCommand {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${user.home}/.strongroom",
      description = "Your profile: keys, genesis.json, cluster.yaml. Default: ${DEFAULT-VALUE}")
  Path directory;

  @Mixin PassphraseOptions passphrase;

  @Override
  final Exit run(Output output) throws Exception {
    try (Session session = open(output)) {
      return run(output, session);
    }
  }

  private Session open(Output output) throws Exception {
    var unlocking = passphrase.unlocking(directory.toString(), false);
    if (passphrase.file.isEmpty() && passphrase.descriptor.isEmpty()) {
      return Session.open(directory, unlocking);
    }
    try (Progress _ = output.progress("opening the keystore")) {
      return Session.open(directory, unlocking);
    }
  }

  abstract Exit run(Output output, Session session) throws Exception;
}
