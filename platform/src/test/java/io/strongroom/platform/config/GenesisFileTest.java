package io.strongroom.platform.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.SpkiHash;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenesisFileTest {

  private static final long NOW = 1_767_225_600_000L;

  @TempDir private Path directory;
  private Path file = Path.of("");
  private final ObjectNode policy = new ObjectMapper().createObjectNode().put("schema", "test");
  private Envelope envelope = envelope("first");

  @BeforeEach
  void place() {
    file = directory.resolve("genesis.json");
  }

  private static Hash32 hash(String of) {
    return Hash32.sha256(of.getBytes(StandardCharsets.UTF_8));
  }

  /// A key for a name: the same one every time.
  private static Ed25519PrivateKey key(String of) {
    return Ed25519PrivateKey.fromSeed(hash("key of " + of).bytes());
  }

  private Envelope envelope(String environment) {
    List<Genesis.Node> nodes = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      String id = "node-" + i;
      nodes.add(
          new Genesis.Node(
              id,
              i,
              true,
              hash("tls " + id),
              key(id).publicKey(),
              key("cosign " + id).publicKey()));
    }
    Genesis genesis =
        new Genesis(
            environment,
            NOW,
            new QuorumParameters(3, 0, 2),
            nodes,
            new Genesis.Coordinator(
                hash("tls coordinator"), key("log").publicKey(), key("coordinator").publicKey()),
            List.of(
                new Credential(
                    "ann",
                    "ann",
                    Credential.HolderKind.PERSON,
                    key("ann").publicKey(),
                    hash("tls ann"),
                    NOW,
                    NOW + 1,
                    Optional.empty())),
            List.of(
                new Destination(
                    "kraken",
                    Optional.empty(),
                    "eip155:1",
                    "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")),
            Hash32.sha256(CanonicalJson.write(policy)));
    try {
      GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
      for (String signer : GenesisCeremony.signersOf(genesis).keySet()) {
        ceremony = ceremony.add(ceremony.sign(key(signer).signer(signer)));
      }
      return ceremony.finish();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void write(Object... keysAndValues) throws Exception {
    ObjectNode json = new ObjectMapper().createObjectNode();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      json.putPOJO((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    Files.writeString(file, json.toString());
  }

  private ExitCode refusal() {
    return assertThrows(ProcessFailure.class, () -> GenesisFile.read(file, envelope.payloadHash()))
        .exitCode();
  }

  @Test
  void genesisOfThePinnedHash_isReadWithItsPolicyAndItsPins() throws Exception {
    write("envelope", envelope.json(), "policy", policy);

    GenesisFile read = GenesisFile.read(file, envelope.payloadHash());

    assertEquals(policy, read.policy());
    assertEquals("first", read.genesis().environment());
    assertEquals(2, read.node("node-2").index());
    assertEquals(
        ExitCode.IDENTITY,
        assertThrows(ProcessFailure.class, () -> read.node("node-4")).exitCode());
    for (String id : List.of("node-1", "node-2", "node-3", "coordinator", "ann")) {
      SpkiHash pin = new SpkiHash(hash("tls " + id).hex());
      Principal who = Objects.requireNonNull(read.directory().principalOf(pin).orElse(null));
      assertEquals(id.equals("coordinator") ? Principal.COORDINATOR.id() : id, who.id());
    }
  }

  @Test
  void anotherGenesis_isAnIdentityFailure() throws Exception {
    write("envelope", envelope("second").json(), "policy", policy);

    assertEquals(ExitCode.IDENTITY, refusal());
  }

  @Test
  void anotherPolicy_orNone_isDamage() throws Exception {
    write("envelope", envelope.json(), "policy", policy.deepCopy().put("more", 1));
    assertEquals(ExitCode.CORRUPT, refusal());
    write("envelope", envelope.json());
    assertEquals(ExitCode.CORRUPT, refusal());
  }

  @Test
  void genesisWithoutEverybodysSignature_isDamage() throws Exception {
    Envelope part =
        new Envelope(envelope.kind(), envelope.payload(), envelope.signatures().subList(1, 5));
    write("envelope", part.json(), "policy", policy);

    assertEquals(ExitCode.CORRUPT, refusal());
  }

  @Test
  void absentTruncatedOrForeignFile_saysWhichFile() throws Exception {
    ProcessFailure absent =
        assertThrows(ProcessFailure.class, () -> GenesisFile.read(file, envelope.payloadHash()));
    assertEquals(ExitCode.USAGE, absent.exitCode());
    assertTrue(absent.sentence().contains(file.toString()), absent.sentence());

    for (String content :
        List.of("", "{", "[]", "{} {}", "{\"envelope\": 1}", "{\"a\":1,\"a\":2}")) {
      Files.writeString(file, content);
      assertEquals(ExitCode.CORRUPT, refusal(), content);
    }
  }
}
