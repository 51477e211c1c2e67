package io.strongroom.custody.log;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Ed25519Signer;
import io.strongroom.custody.statement.Genesis;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The keys that vouch for a log's heads, and how many of them commit one. Public data.
///
/// @param origin the log's identity
/// @param log signs checkpoints; its name is the origin
/// @param cosigners by node id; a cosigner's key name is the origin, a slash, and its node id
/// @param quorum how many cosignatures commit a head: q
public record LogKeys(
    String origin, NoteKey log, SortedMap<String, NoteKey> cosigners, int quorum) {

  public LogKeys {
    cosigners = Collections.unmodifiableSortedMap(new TreeMap<>(cosigners));
  }

  /// The keys that GENESIS names.
  public static LogKeys of(Genesis genesis) {
    String origin = genesis.origin();
    SortedMap<String, NoteKey> cosigners = new TreeMap<>();
    for (Genesis.Node node : genesis.nodes()) {
      cosigners.put(
          node.id(),
          new NoteKey(origin + "/" + node.id(), NoteKey.Algorithm.COSIGNATURE_V1, node.cosign()));
    }
    return new LogKeys(
        origin,
        new NoteKey(origin, NoteKey.Algorithm.ED25519, genesis.coordinator().log()),
        cosigners,
        genesis.parameters().q());
  }

  /// The key of a cosigner.
  public Optional<NoteKey> cosigner(String nodeId) {
    return Optional.ofNullable(cosigners.get(nodeId));
  }

  /// Signs a head with the log's key.
  ///
  /// @throws IllegalArgumentException if the checkpoint is of another log
  public SignedNote sign(Checkpoint checkpoint, Ed25519Signer logKey) {
    if (!checkpoint.origin().equals(origin)) {
      throw new IllegalArgumentException("a checkpoint of another log");
    }
    byte[] signature = logKey.sign(checkpoint.body().getBytes(StandardCharsets.UTF_8));
    return new SignedNote(
        checkpoint.body(),
        List.of(new NoteSignature(log.name(), log.keyId(), Bytes.of(signature))));
  }

  /// Cosigns a head with a node's cosign key. The caller has verified the head and made that
  /// durable before.
  ///
  /// @throws IllegalArgumentException if the checkpoint is of another log, or the node is no
  ///   cosigner
  public NoteSignature cosign(
      Checkpoint checkpoint, String nodeId, long timeSeconds, Ed25519Signer cosignKey) {
    NoteKey key = cosigners.get(nodeId);
    if (key == null || !checkpoint.origin().equals(origin)) {
      throw new IllegalArgumentException("not a cosigner of this log");
    }
    return Cosignature.sign(checkpoint, key, timeSeconds, cosignKey);
  }
}
