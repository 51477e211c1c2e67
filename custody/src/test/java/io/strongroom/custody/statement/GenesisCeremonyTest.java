package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_SIGNATURE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TYPE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.MISSING_SIGNATURE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNKNOWN_SIGNER;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNSAFE_QUORUM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.InvalidStatementException.Code;
import io.strongroom.custody.statement.QuorumParameters.Weakness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GenesisCeremonyTest {

  private static final List<String> EVERYBODY =
      List.of("board-1", "board-2", "coordinator", "desk-1", "node-1", "node-2", "node-3");

  private final Genesis genesis = SampleStatements.genesis();

  @Test
  void everybodysSignature_finishesTheGenesis() throws Exception {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    assertEquals(EVERYBODY, List.copyOf(ceremony.missing()));
    Envelope finished = SampleStatements.signedGenesis();
    assertEquals(EVERYBODY, finished.signatures().stream().map(Envelope.Signature::keyId).toList());
    assertEquals(genesis, GenesisCeremony.verify(finished));
    assertEquals(
        genesis, GenesisCeremony.verify(Envelope.parse(finished.bytes()), finished.payloadHash()));
    assertEquals("strongroom/" + finished.payloadHash().hex(), genesis.origin());
    assertEquals(genesis.origin(), ceremony.origin());
  }

  @Test
  void genesisWithoutOneOfTheSignatures_isRefused() throws Exception {
    Envelope finished = SampleStatements.signedGenesis();
    for (String absent : EVERYBODY) {
      List<Envelope.Signature> some =
          finished.signatures().stream()
              .filter(signature -> !signature.keyId().equals(absent))
              .toList();
      var envelope = new Envelope(StatementKind.GENESIS, finished.payload(), some);
      InvalidStatementException e =
          refused(MISSING_SIGNATURE, () -> GenesisCeremony.verify(envelope));
      assertTrue(String.valueOf(e.getMessage()).endsWith(absent), e.getMessage());
      GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of()).add(envelope);
      assertEquals(Set.of(absent), ceremony.missing());
      refused(MISSING_SIGNATURE, ceremony::finish);
    }
  }

  @Test
  void signatureOfSomebodyElse_isRefused() throws Exception {
    Envelope finished = SampleStatements.signedGenesis();
    StatementSigner stranger = SampleStatements.key("stranger").signer("stranger");
    Envelope strange = Envelope.sign(StatementKind.GENESIS, finished.payload(), stranger);
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    refused(UNKNOWN_SIGNER, () -> ceremony.add(strange));
    refused(UNKNOWN_SIGNER, () -> ceremony.sign(stranger));
    List<Envelope.Signature> more = new ArrayList<>(finished.signatures());
    more.addAll(strange.signatures());
    refused(
        UNKNOWN_SIGNER,
        () ->
            GenesisCeremony.verify(new Envelope(StatementKind.GENESIS, finished.payload(), more)));
  }

  @Test
  void signatureWithAnotherKey_isRefused_evenOneOfTheSameNode() throws Exception {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    for (String name : List.of("stranger", "node-2/identity", "node-1/cosign")) {
      StatementSigner wrong = SampleStatements.key(name).signer("node-1");
      refused(BAD_SIGNATURE, () -> ceremony.sign(wrong));
      Envelope forged = Envelope.sign(genesis, wrong);
      refused(BAD_SIGNATURE, () -> ceremony.add(forged));
    }
  }

  @Test
  void signatureOfAnotherDraftOrKind_isRefused() throws Exception {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    StatementSigner node = SampleStatements.key("node-1/identity").signer("node-1");
    Genesis other = SampleStatements.genesis(4, new QuorumParameters(4, 1, 3));
    refused(INCONSISTENT, () -> ceremony.add(Envelope.sign(other, node)));
    Envelope request = Envelope.sign(SampleStatements.request(), node);
    refused(BAD_TYPE, () -> ceremony.add(request));
    refused(BAD_TYPE, () -> GenesisCeremony.verify(request));
  }

  @Test
  void anotherGenesisThanThePinnedOne_isRefused() throws Exception {
    Envelope finished = SampleStatements.signedGenesis();
    refused(INCONSISTENT, () -> GenesisCeremony.verify(finished, SampleStatements.hash("another")));
  }

  @Test
  void addingTwice_changesNothing() throws Exception {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    Envelope one = ceremony.sign(SampleStatements.key("node-1/identity").signer("node-1"));
    assertEquals(EVERYBODY.size() - 1, ceremony.add(one).add(one).missing().size());
    assertEquals(EVERYBODY.size(), ceremony.missing().size());
  }

  @Test
  void unsafeParameters_areRefusedUnlessAccepted_andThenVerify() throws Exception {
    Genesis forking = SampleStatements.genesis(4, new QuorumParameters(4, 0, 2));
    refused(UNSAFE_QUORUM, () -> GenesisCeremony.open(forking, Set.of()));
    refused(
        UNSAFE_QUORUM, () -> GenesisCeremony.open(forking, Set.of(Weakness.OUTAGE_STOPS_SIGNING)));
    GenesisCeremony.open(forking, Set.of(Weakness.FORK_POSSIBLE));
    assertEquals(forking, GenesisCeremony.verify(SampleStatements.signedGenesis(forking)));
  }

  @Test
  void draftThatWouldNotFitALeaf_isRefusedBeforeAnybodySigns() {
    List<Credential> credentials = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      String id = "credential-with-a-long-name-" + i;
      credentials.add(
          new Credential(
              id,
              id,
              Credential.HolderKind.PERSON,
              SampleStatements.key(id).publicKey(),
              SampleStatements.hash(id),
              1,
              2,
              Optional.empty()));
    }
    List<Destination> destinations = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      destinations.add(
          new Destination("d-" + i, Optional.empty(), "eip155:1", SampleStatements.ADDRESS));
    }
    Genesis large =
        new Genesis(
            "test",
            1,
            genesis.parameters(),
            genesis.nodes(),
            genesis.coordinator(),
            credentials,
            destinations,
            genesis.policy());
    refused(TOO_LARGE, () -> GenesisCeremony.open(large, Set.of()));
  }

  @Test
  void genesis_findsItsMembers() {
    assertEquals(2, genesis.node("node-2").orElseThrow().index());
    assertTrue(genesis.node("node-4").isEmpty());
    Credential desk = genesis.credential("desk-1").orElseThrow();
    assertTrue(desk.covers("hot"));
    assertFalse(desk.covers("cold"));
    assertTrue(genesis.credential("board-1").orElseThrow().covers("cold"));
    assertTrue(genesis.credential("node-1").isEmpty());
  }

  private static InvalidStatementException refused(Code code, Executable action) {
    var e = assertThrows(InvalidStatementException.class, action);
    assertEquals(code, e.code(), e.getMessage());
    return e;
  }
}
