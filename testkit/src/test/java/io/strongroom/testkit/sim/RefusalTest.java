package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.Parameters;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.derive.Bip32;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What is refused before round 1: rows 14, 34, 48 and 55.
class RefusalTest {

  private static void assertRefused(Executable action) {
    assertEquals(AbortCode.BAD_PARAMS, assertThrows(BadParametersException.class, action).code());
  }

  @Test
  void keyGenerationOutOfRange_isRefused() {
    assertRefused(() -> new Parameters(1, 2));
    assertRefused(() -> new Parameters(4, 3));
    assertRefused(() -> new Parameters(2, 33));
    assertRefused(() -> new PartyIndex(0));
    assertRefused(() -> new PartyIndex(65_536));
    List<Party> parties = Identities.count(2).parties().ascending();
    Party twin = new Party(new PartyIndex(1), parties.get(1).identityPublicKey());
    assertRefused(() -> PartySet.of(List.of(parties.get(0), twin)));
    Party renamed = new Party(new PartyIndex(9), parties.get(0).identityPublicKey());
    assertRefused(() -> PartySet.of(List.of(parties.get(0), renamed)));
    assertRefused(() -> new Ceremony(4, Identities.count(3), 14).sessions());
  }

  @Test
  void signingOutOfRange_isRefused() {
    SimulatedKey key = Keys.of(2, 3);
    assertRefused(() -> run(key, 0, 1, 3));
    assertRefused(() -> run(key, 33, 1, 3));
    assertRefused(() -> run(key, 1, 1));
    assertRefused(() -> run(key, 1, 2, 3));
    assertRefused(() -> run(key, 1, 1, 4));
    assertEquals(
        32,
        new SigningRun(key, Keys.quorum(1, 3), Keys.requests(32), 1)
            .sessions()
            .firstEntry()
            .getValue()
            .sid()
            .bytes()
            .length);
  }

  private static void run(SimulatedKey key, int batch, int... signers) {
    new SigningRun(key, Keys.quorum(signers), Keys.requests(batch), 1)
        .session(key.share(1), 1)
        .close();
  }

  /// Row 34: a share of another package does not load, and another key is another session.
  @Test
  void shareOfAnotherKey_meetsNobody() {
    SimulatedKey key = Keys.of(2, 3);
    SimulatedKey other = new Ceremony(2, Identities.count(3), 34).generate();
    byte[] mixed = key.share(1).encode();
    byte[] foreign = other.share(1).encode();
    int shareAt = 2 + 2 + 4 + key.publicPackage().record().length + 3 * 32;
    System.arraycopy(foreign, shareAt, mixed, shareAt, 32);
    assertRefused(() -> KeyShare.decode(mixed));
    SigningRun run = new SigningRun(key, Keys.quorum(1, 3), Keys.requests(1), 34);
    assertFalse(
        run.session(key.share(1), 1).sid().equals(run.session(other.share(1), 1).sid()),
        "the package is part of the session identifier");
  }

  @Test
  void reservedProtocols_areUnknown() {
    for (String name : List.of("sign-a", "sign-b", "sign-C", "dkg2", "")) {
      assertTrue(Protocol.of(name.getBytes(StandardCharsets.US_ASCII)).isEmpty(), name);
    }
  }

  @Test
  void hardenedPath_isRefused() {
    assertRefused(() -> new SigningRequest(new byte[32], List.of(1L << 31)));
    assertRefused(() -> new SigningRequest(new byte[32], List.of(-1L)));
    var key = Keys.of(2, 3).publicPackage();
    assertRefused(() -> Bip32.derive(key.publicKey(), key.chainCode(), List.of(0x8000_0000L)));
  }
}
