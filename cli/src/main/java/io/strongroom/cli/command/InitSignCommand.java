package io.strongroom.cli.command;

import io.strongroom.cli.ceremony.Draft;
import io.strongroom.cli.ceremony.Signing;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ProcessDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// One party signs the draft.
@Command(
    name = "sign",
    description = {
      "Sign the draft with the keys of one node, the coordinator or one member.",
      "Asks for the fingerprint that the others read to you, and signs only if it is the draft's."
    },
    footer = {
      "  strongroom init sign --draft draft.json --dir n1 --out node-1.sig.json",
      "  strongroom init sign --draft draft.json --dir me --out me.sig.json \\\\",
      "    --fingerprint \"3f9a 11c2 ...\" --passphrase-file ~/.strongroom-passphrase"
    })
final class InitSignCommand extends BaseCommand {

  @Option(names = "--draft", required = true, paramLabel = "FILE", description = "The draft.")
  Path draftFile;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The directory with the party's keys.")
  Path directory;

  @Option(
      names = "--fingerprint",
      paramLabel = "TEXT",
      description = "The genesis fingerprint as the others read it to you.")
  Optional<String> fingerprint = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the signature.")
  Path out;

  @Mixin PassphraseOptions passphrase;

  @Override
  Exit run(Output output) throws Exception {
    Draft draft = Draft.read(draftFile);
    ProcessDirectory where = new ProcessDirectory(directory);
    IdentityCard card = IdentityCard.read(where.identity());
    String own = Fingerprints.of(draft.hash().bytes());
    output.line("you are        " + card.principal());
    output.line("your card      " + Fingerprints.of(card));
    output.line("environment    " + draft.genesis().environment());
    String typed =
        fingerprint.orElseGet(() ->
            output.ask(
                "Type the genesis fingerprint that the others read to you: ", "--fingerprint"));
    if (!Fingerprints.matches(own, typed)) {
      throw new CliException(
          Exit.REFUSED,
          "FINGERPRINT_DIFFERS",
          "--fingerprint",
          "this draft's fingerprint is " + own + ": nothing was signed");
    }
    Envelope signature = sign(output, draft, where, card);
    DurableFiles.create(out, signature.bytes(), DurableFiles.Access.PUBLIC_READ);
    output.line("signed         " + own);
    output.line("send " + out + " to whoever finishes the ceremony");
    output.json(
        Output.object()
            .put("signer", card.principal().id())
            .put("genesis", draft.hash().hex())
            .put("signature", out.toString()));
    return Exit.OK;
  }

  private Envelope sign(Output output, Draft draft, ProcessDirectory where, IdentityCard card)
      throws Exception {
    var unlocking = passphrase.unlocking(card.principal().toString(), false);
    if (passphrase.file.isEmpty() && passphrase.descriptor.isEmpty()) {
      return Signing.sign(draft, where, card, unlocking);
    }
    try (Progress _ = output.progress("opening the keystore")) {
      return Signing.sign(draft, where, card, unlocking);
    }
  }
}
