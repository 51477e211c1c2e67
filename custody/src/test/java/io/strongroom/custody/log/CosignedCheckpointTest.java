package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.BAD_COSIGNATURE;
import static io.strongroom.custody.log.InvalidNoteException.Code.BAD_LOG_SIGNATURE;
import static io.strongroom.custody.log.InvalidNoteException.Code.MALFORMED;
import static io.strongroom.custody.log.InvalidNoteException.Code.MISSING_LOG_SIGNATURE;
import static io.strongroom.custody.log.InvalidNoteException.Code.ORIGIN_MISMATCH;
import static io.strongroom.custody.log.InvalidNoteException.Code.UNKNOWN_COSIGNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.custody.statement.SampleStatements;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CosignedCheckpointTest {

  private static final long TIME = SampleStatements.NOW / 1000;

  private final Genesis genesis = SampleStatements.genesis(4, new QuorumParameters(4, 1, 3));
  private final LogKeys keys = LogKeys.of(genesis);
  private final Checkpoint checkpoint =
      new Checkpoint(keys.origin(), 42, SampleStatements.hash("root"));
  private final Ed25519PrivateKey logKey = SampleStatements.key("coordinator/log");
  private final SignedNote signed = keys.sign(checkpoint, logKey);

  /// A checkpoint that a public Certificate Transparency log and four public witnesses really
  /// signed (arche2025h1, staging).
  @Test
  void checkpointOfAPublicLog_verifies() throws Exception {
    String log = "arche2025h1.staging.ct.transparency.dev";
    String note =
        log
            + "\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
            + "\u2014 "
            + log
            + " zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
            + "\u2014 "
            + log
            + " ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
            + "\u2014 transparency.dev/DEV:witness-little-garden"
            + " 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n"
            + "\u2014 witness1.smartit.nu/witness1"
            + " pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n"
            + "\u2014 remora.n621.de"
            + " 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
            + "\u2014 witness.stagemole.eu"
            + " Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n";
    NoteKey.Algorithm cosign = NoteKey.Algorithm.COSIGNATURE_V1;
    Map<String, NoteKey> witnesses =
        Map.of(
            "a",
            SignedNoteTest.key(
                "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
                cosign),
            "b",
            SignedNoteTest.key(
                "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
                cosign),
            "c",
            SignedNoteTest.key(
                "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", cosign),
            "d",
            SignedNoteTest.key(
                "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
                cosign));
    NoteKey logKeyOfOthers =
        SignedNoteTest.key(
            log + "+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f",
            NoteKey.Algorithm.ED25519);
    var publicKeys = new LogKeys(log, logKeyOfOthers, new TreeMap<>(witnesses), 4);
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    CosignedCheckpoint verified = CosignedCheckpoint.verify(bytes, publicKeys);
    assertTrue(verified.quorumSatisfied());
    assertEquals(
        Collections.nCopies(4, 0x6a122120L), List.copyOf(verified.timesSeconds().values()));
    byte[] changed = note.replace("1432088532", "1432088533").getBytes(StandardCharsets.UTF_8);
    refused(BAD_LOG_SIGNATURE, () -> CosignedCheckpoint.verify(changed, publicKeys));
  }

  @Test
  void quorumOfCosignatures_commits() throws Exception {
    SignedNote two = signed.with(cosign(1, TIME)).with(cosign(3, TIME + 5));
    assertFalse(verify(two).quorumSatisfied());
    CosignedCheckpoint three =
        CosignedCheckpoint.verify(two.with(cosign(4, TIME - 5)).bytes(), keys);
    assertTrue(three.quorumSatisfied());
    assertEquals(checkpoint, three.checkpoint());
    assertEquals(
        Map.of("node-1", TIME, "node-3", TIME + 5, "node-4", TIME - 5), three.timesSeconds());
    assertEquals((TIME + 5) * 1000, three.latestTimeMs());
    assertEquals(0, verify(signed).latestTimeMs());
  }

  @Test
  void keyNames_areOriginAndNode() {
    assertEquals(genesis.origin(), keys.log().name());
    assertEquals(genesis.origin() + "/node-2", cosign(2, TIME).name());
    assertEquals(3, keys.quorum());
    assertEquals(Set.of("node-1", "node-2", "node-3", "node-4"), keys.cosigners().keySet());
  }

  /// C2SP tlog-cosignature: two lines, then the whole note text.
  @Test
  void cosignedMessage_isThatOfC2sp() {
    String message =
        new String(Cosignature.message(checkpoint, 1_679_315_147L), StandardCharsets.UTF_8);
    assertEquals("cosignature/v1\ntime 1679315147\n" + checkpoint.body(), message);
  }

  @Test
  void unknownSigners_areIgnored() throws Exception {
    NoteKey stranger =
        new NoteKey(
            keys.origin() + "/node-9",
            NoteKey.Algorithm.COSIGNATURE_V1,
            SampleStatements.key("stranger").publicKey());
    NoteSignature strange =
        Cosignature.sign(checkpoint, stranger, TIME, SampleStatements.key("stranger"));
    NoteKey sameName =
        new NoteKey(
            keys.origin() + "/node-1",
            NoteKey.Algorithm.COSIGNATURE_V1,
            SampleStatements.key("stranger").publicKey());
    NoteSignature other =
        Cosignature.sign(checkpoint, sameName, TIME, SampleStatements.key("stranger"));
    CosignedCheckpoint verified = verify(signed.with(strange).with(other).with(cosign(2, TIME)));
    assertEquals(Set.of("node-2"), verified.timesSeconds().keySet());
  }

  @Test
  void forgedLineOfAKnownCosigner_refusesTheWholeNote() {
    SignedNote good = signed.with(cosign(1, TIME)).with(cosign(2, TIME)).with(cosign(3, TIME));
    NoteSignature real = cosign(4, TIME);
    byte[] genuine = real.signature().toArray();
    for (int i = 0; i < genuine.length; i++) {
      byte[] changed = genuine.clone();
      changed[i] ^= 1;
      var forged = new NoteSignature(real.name(), real.keyId(), Bytes.of(changed));
      refused(BAD_COSIGNATURE, () -> verify(good.with(forged)));
    }
    for (int length : new int[] {1, 64, 71, 73}) {
      var odd =
          new NoteSignature(real.name(), real.keyId(), Bytes.of(Arrays.copyOf(genuine, length)));
      refused(BAD_COSIGNATURE, () -> verify(good.with(odd)));
    }
  }

  @Test
  void duplicateSigner_countsOnce_withItsLatestTime() throws Exception {
    List<NoteSignature> lines = new ArrayList<>(signed.signatures());
    lines.add(cosign(1, TIME));
    lines.add(cosign(1, TIME + 9));
    lines.add(cosign(1, TIME + 3));
    CosignedCheckpoint verified = verify(new SignedNote(signed.text(), lines));
    assertEquals(Map.of("node-1", TIME + 9), verified.timesSeconds());
    assertFalse(verified.quorumSatisfied());
  }

  @Test
  void oneForgedAmongDuplicates_refusesTheWholeNote() {
    NoteSignature real = cosign(1, TIME);
    var forged =
        new NoteSignature(real.name(), real.keyId(), Bytes.of(new byte[Cosignature.LENGTH]));
    for (List<NoteSignature> both : List.of(List.of(real, forged), List.of(forged, real))) {
      List<NoteSignature> lines = new ArrayList<>(signed.signatures());
      lines.addAll(both);
      refused(BAD_COSIGNATURE, () -> verify(new SignedNote(signed.text(), lines)));
    }
  }

  @Test
  void cosignatureOfAnotherHead_isRefused() {
    for (Checkpoint other :
        List.of(
            new Checkpoint(keys.origin(), 43, checkpoint.root()),
            new Checkpoint(keys.origin(), 42, SampleStatements.hash("other root")))) {
      NoteSignature line =
          keys.cosign(other, "node-1", TIME, SampleStatements.key("node-1/cosign"));
      refused(BAD_COSIGNATURE, () -> verify(signed.with(line)));
    }
  }

  @Test
  void otherKeysOfANode_doNotCosign() {
    for (String key : List.of("node-1/identity", "node-2/cosign", "coordinator/log")) {
      NoteSignature line = keys.cosign(checkpoint, "node-1", TIME, SampleStatements.key(key));
      refused(BAD_COSIGNATURE, () -> verify(signed.with(line)));
    }
  }

  @Test
  void plainSignatureOfACosigner_isNoCosignature() throws Exception {
    Ed25519PrivateKey key = SampleStatements.key("node-1/cosign");
    var plain = new NoteKey(keys.origin() + "/node-1", NoteKey.Algorithm.ED25519, key.publicKey());
    byte[] signature = key.sign(signed.text().getBytes(StandardCharsets.UTF_8));
    SignedNote note =
        signed.with(new NoteSignature(plain.name(), plain.keyId(), Bytes.of(signature)));
    assertEquals(Map.of(), verify(note).timesSeconds());
  }

  @Test
  void timeOutOfRange_isRefused() {
    NoteSignature real = cosign(1, TIME);
    Ed25519PrivateKey key = SampleStatements.key("node-1/cosign");
    for (long time :
        new long[] {-1, Long.MIN_VALUE, Cosignature.MAX_TIME_SECONDS + 1, Long.MAX_VALUE}) {
      byte[] signature = key.sign(Cosignature.message(checkpoint, time));
      byte[] timestamped =
          ByteBuffer.allocate(Cosignature.LENGTH).putLong(time).put(signature).array();
      var line = new NoteSignature(real.name(), real.keyId(), Bytes.of(timestamped));
      refused(BAD_COSIGNATURE, () -> verify(signed.with(line)));
      assertThrows(IllegalArgumentException.class, () -> cosign(1, time));
    }
  }

  @Test
  void headOfAnotherLog_isRefused() {
    var other = new Checkpoint("strongroom/" + "00".repeat(32), 42, checkpoint.root());
    byte[] signature = logKey.sign(other.body().getBytes(StandardCharsets.UTF_8));
    var line = new NoteSignature(keys.log().name(), keys.log().keyId(), Bytes.of(signature));
    refused(ORIGIN_MISMATCH, () -> verify(new SignedNote(other.body(), List.of(line))));
    assertThrows(IllegalArgumentException.class, () -> keys.sign(other, logKey));
    assertThrows(
        IllegalArgumentException.class,
        () -> keys.cosign(other, "node-1", TIME, SampleStatements.key("node-1/cosign")));
    assertThrows(
        IllegalArgumentException.class,
        () -> keys.cosign(checkpoint, "node-9", TIME, SampleStatements.key("x")));
  }

  @Test
  void logsSignature_isRequiredAndGenuine() {
    refused(
        MISSING_LOG_SIGNATURE,
        () -> verify(new SignedNote(signed.text(), List.of(cosign(1, TIME)))));
    NoteSignature line = signed.signatures().getFirst();
    byte[] changed = line.signature().toArray();
    changed[7] ^= 1;
    var forged = new NoteSignature(line.name(), line.keyId(), Bytes.of(changed));
    refused(BAD_LOG_SIGNATURE, () -> verify(new SignedNote(signed.text(), List.of(forged))));
    refused(BAD_LOG_SIGNATURE, () -> verify(new SignedNote(signed.text(), List.of(line, forged))));
    SignedNote byCoordinator = keys.sign(checkpoint, SampleStatements.key("coordinator"));
    refused(BAD_LOG_SIGNATURE, () -> verify(byCoordinator));
  }

  @Test
  void extensionLines_areRefusedAlthoughSigned() {
    String text = checkpoint.body() + "extension\n";
    byte[] signature = logKey.sign(text.getBytes(StandardCharsets.UTF_8));
    var line = new NoteSignature(keys.log().name(), keys.log().keyId(), Bytes.of(signature));
    refused(MALFORMED, () -> verify(new SignedNote(text, List.of(line))));
  }

  @Test
  void freshness_isMeasuredBothWays_perCosigner() throws Exception {
    CosignedCheckpoint head =
        verify(signed.with(cosign(1, TIME)).with(cosign(2, TIME - 20)).with(cosign(3, TIME + 20)));
    long now = TIME * 1000;
    assertEquals(Set.of("node-1", "node-2", "node-3"), head.freshCosigners(now, 20_000));
    assertEquals(Set.of("node-1"), head.freshCosigners(now, 19_999));
    assertEquals(Set.of("node-1", "node-3"), head.freshCosigners(now + 1, 20_000));
    assertEquals(Set.of("node-1", "node-2"), head.freshCosigners(now - 1, 20_000));
    assertTrue(head.freshQuorumSatisfied(now, 20_000));
    assertFalse(head.freshQuorumSatisfied(now + 1, 20_000));
    assertTrue(head.quorumSatisfied());
  }

  @Test
  void lineAlone_isVerifiedUnderItsCosignersKey() throws Exception {
    NoteKey key = keys.cosigner("node-2").orElseThrow();
    NoteSignature line = NoteSignature.parse(cosign(2, TIME).line());
    assertEquals(TIME, Cosignature.verify(checkpoint, key, line));
    refused(UNKNOWN_COSIGNER, () -> Cosignature.verify(checkpoint, key, cosign(1, TIME)));
  }

  @Test
  void aKeyForPlainNotes_doesNotCosign() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Cosignature.sign(checkpoint, keys.log(), TIME, logKey));
  }

  private NoteSignature cosign(int node, long time) {
    return keys.cosign(
        checkpoint, "node-" + node, time, SampleStatements.key("node-" + node + "/cosign"));
  }

  private CosignedCheckpoint verify(SignedNote note) throws InvalidNoteException {
    return CosignedCheckpoint.verify(note, keys);
  }

  private static void refused(InvalidNoteException.Code code, Executable action) {
    var e = assertThrows(InvalidNoteException.class, action);
    assertEquals(code, e.code(), e.getMessage());
  }
}
