package io.strongroom.cli.ceremony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;
import io.strongroom.custody.statement.Statements;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.files.StrictJson;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// A genesis that is being agreed on, with the first policy: the file that goes round in the
/// ceremony, `{"genesis": {…}, "policy": {…}}`. Public data.
///
/// @param document the policy's, of the hash that the genesis names
public record Draft(Genesis genesis, Policy policy, JsonNode document) {

  private static final int MAX_BYTES = 2 * 1024 * 1024;

  /// Reads a draft.
  ///
  /// @throws JsonFormatException when it is not of the form
  /// @throws InvalidStatementException when the genesis breaks its schema
  /// @throws InvalidPolicyException when the policy does
  public static Draft read(Path file)
      throws IOException, JsonFormatException, InvalidStatementException, InvalidPolicyException {
    ObjectNode root = StrictJson.parseObject(DurableFiles.read(file, MAX_BYTES));
    StrictJson.requireFields(root, Set.of("genesis", "policy"), Set.of());
    Bytes payload = Bytes.of(CanonicalJson.write(StrictJson.child(root, "genesis")));
    JsonNode document = StrictJson.child(root, "policy");
    if (!(Statements.decode(StatementKind.GENESIS, payload) instanceof Genesis genesis)) {
      throw CliException.usage("genesis", "is no genesis");
    }
    Draft draft = new Draft(genesis, PolicyParser.parse(document), document);
    if (!Hash32.sha256(CanonicalJson.write(document)).equals(genesis.policy())) {
      throw CliException.usage("policy", "is not the policy that the genesis names");
    }
    return draft;
  }

  /// Writes it, readable by everybody.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when the file exists
  public void write(Path file) throws IOException, InvalidStatementException {
    ObjectNode root = StrictJson.object();
    root.set("genesis", CanonicalJson.parseStrict(Statements.encode(genesis)));
    root.set("policy", document);
    DurableFiles.create(file, StrictJson.write(root), DurableFiles.Access.PUBLIC_READ);
  }

  /// SHA-256 of the genesis payload: what everybody compares, and pins afterwards.
  public Hash32 hash() {
    return Hash32.sha256(Statements.encode(genesis));
  }
}
