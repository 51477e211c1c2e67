package io.strongroom.cli.command;

import io.strongroom.cli.ceremony.Draft;
import io.strongroom.cli.ceremony.Finishing;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.identity.Fingerprints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Puts the signatures together.
@Command(
    name = "finish",
    description = "Verify everybody's signatures of the draft and write genesis.json.",
    footer = {
      "  strongroom init finish --draft draft.json --signature node-1.sig.json \\\\",
      "    --signature node-2.sig.json --signature coordinator.sig.json ... --out genesis.json"
    })
final class InitFinishCommand extends BaseCommand {

  @Option(names = "--draft", required = true, paramLabel = "FILE", description = "The draft.")
  Path draftFile;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "FILE",
      description = "A signature; repeat it.")
  List<Path> signatures = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write genesis.json.")
  Path out;

  @Override
  Exit run(Output output) throws Exception {
    Draft draft = Draft.read(draftFile);
    List<Envelope> envelopes = new ArrayList<>();
    for (Path path : signatures) {
      envelopes.add(Envelope.parse(DurableFiles.read(path, Envelope.MAX_BYTES)));
    }
    Envelope finished = Finishing.finish(draft, envelopes);
    Finishing.write(out, draft, finished);
    output.line("signed by      " + finished.signatures().size() + " parties, everybody named");
    output.line("genesis        " + draft.hash().hex());
    output.line("fingerprint    " + Fingerprints.of(draft.hash().bytes()));
    output.line(
        "Now configure every node, the coordinator and every member: strongroom init install --help");
    output.json(
        Output.object()
            .put("genesis", draft.hash().hex())
            .put("origin", draft.genesis().origin())
            .put("file", out.toString()));
    return Exit.OK;
  }
}
