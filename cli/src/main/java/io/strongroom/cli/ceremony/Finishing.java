package io.strongroom.cli.ceremony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.files.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/// Puts everybody's signatures together and makes sure that the log can begin with the result.
public final class Finishing {

  private Finishing() {}

  /// The finished envelope.
  ///
  /// @throws InvalidStatementException MISSING_SIGNATURE naming who has not signed, or what is
  ///   wrong with a signature
  /// @throws CliException USAGE when no log could begin with it
  public static Envelope finish(Draft draft, List<Envelope> signatures)
      throws InvalidStatementException {
    GenesisCeremony ceremony =
        GenesisCeremony.open(draft.genesis(), EnumSet.allOf(QuorumParameters.Weakness.class));
    for (Envelope signature : signatures) {
      ceremony = ceremony.add(signature);
    }
    Envelope finished = ceremony.finish();
    Genesis genesis = draft.genesis();
    try {
      Leaf leaf = Leaf.of(genesis.origin(), 0, genesis.created(), finished);
      Ledger.genesis(leaf, draft.document(), new EthereumChainRules());
    } catch (InadmissibleException e) {
      throw CliException.usage(e.field(), String.valueOf(e.getMessage()));
    }
    return finished;
  }

  /// Writes `genesis.json`, which every process and member gets.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when the file exists
  public static void write(Path file, Draft draft, Envelope finished) throws IOException {
    ObjectNode root = StrictJson.object();
    root.set("envelope", finished.json());
    root.set("policy", draft.document());
    DurableFiles.create(file, StrictJson.write(root), DurableFiles.Access.PUBLIC_READ);
  }
}
