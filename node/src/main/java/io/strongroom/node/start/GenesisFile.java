package io.strongroom.node.start;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.SpkiHash;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The trust root as the node's directory holds it: `genesis.json`, `{"envelope": …, "policy": …}`.
/// Public.
///
/// @param genesis verified: signed by everybody whom it names, and of the pinned hash
/// @param envelope its envelope
public record GenesisFile(Genesis genesis, Envelope envelope) {

  private static final int MAX_BYTES = 2 * 1024 * 1024;

  /// Reads and verifies the file.
  ///
  /// @param pinned SHA-256 of the payload, from the configuration
  /// @throws ProcessFailure USAGE when it is absent, IDENTITY when it is not the pinned one,
  ///   CORRUPT when it is damaged
  public static GenesisFile read(Path file, Hash32 pinned) throws ProcessFailure {
    try {
      ObjectMapper mapper = new ObjectMapper();
      mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
      JsonNode root = mapper.readTree(DurableFiles.read(file, MAX_BYTES));
      if (!root.path("envelope").isObject()) {
        throw new ProcessFailure(ExitCode.CORRUPT, file + " holds no envelope");
      }
      Envelope envelope = Envelope.fromJson(root.get("envelope"), "envelope");
      if (!envelope.payloadHash().equals(pinned)) {
        throw new ProcessFailure(
            ExitCode.IDENTITY,
            file
                + " is not the genesis that config.yaml pins: it has hash "
                + envelope.payloadHash().hex());
      }
      return new GenesisFile(GenesisCeremony.verify(envelope), envelope);
    } catch (NoSuchFileException e) {
      throw new ProcessFailure(
          ExitCode.USAGE, "there is no " + file + ": copy it from the ceremony", e);
    } catch (IOException e) {
      throw new ProcessFailure(ExitCode.CORRUPT, "cannot read " + file + ": " + e.getMessage(), e);
    } catch (InvalidStatementException e) {
      throw new ProcessFailure(
          ExitCode.CORRUPT, file + " is not a valid genesis: " + e.getMessage(), e);
    }
  }

  /// The TLS identities that the genesis pins.
  Directory directory() {
    Map<Principal, SpkiHash> pins = new HashMap<>();
    genesis
        .nodes()
        .forEach(node -> pins.put(Principal.node(node.id()), new SpkiHash(node.tls().hex())));
    pins.put(Principal.COORDINATOR, new SpkiHash(genesis.coordinator().tls().hex()));
    genesis
        .credentials()
        .forEach(credential ->
            pins.put(Principal.member(credential.id()), new SpkiHash(credential.tls().hex())));
    return Directory.of(pins);
  }

  /// The node of this id.
  ///
  /// @throws ProcessFailure IDENTITY when the genesis has none
  Genesis.Node node(String id) throws ProcessFailure {
    return genesis.nodes().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new ProcessFailure(ExitCode.IDENTITY, "the genesis knows no node " + id));
  }
}
