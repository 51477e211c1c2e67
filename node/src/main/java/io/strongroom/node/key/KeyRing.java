package io.strongroom.node.key;

import io.strongroom.node.store.KeyShareRow;
import io.strongroom.node.store.KeyShareRow.KeyState;
import io.strongroom.node.store.KeyShareRows;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.Sealer;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.Certificate;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.PublicKeyPackage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// This holder's key shares: sealed in the database, open in memory while the node runs.
/// **Secret.** Thread-safe.
///
/// Guarantees: nothing of a share is ever outside sealed rows and this process's memory; a key
/// signs only once its certificate is stored; a sealed row opens only for the cluster, key, party,
/// epoch and state that it was sealed for.
public final class KeyRing implements AutoCloseable {

  /// Purpose of the keystore's sealer for shares.
  public static final String PURPOSE = "key-shares";

  private final KeyShareRows rows;
  private final Sealer sealer;
  private final String origin;
  private final int self;
  private final Map<String, KeyShare> active = new ConcurrentHashMap<>();

  /// @param origin the log's origin, which names the cluster
  /// @param self this node's party index
  public KeyRing(KeyShareRows rows, Sealer sealer, String origin, int self) {
    this.rows = rows;
    this.sealer = sealer;
    this.origin = origin;
    this.self = self;
  }

  /// A stored share that does not open, or does not fit its package. Nothing may be signed with it.
  public static final class CorruptShareException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptShareException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Opens every ACTIVE share, and checks that every PENDING one opens.
  ///
  /// @throws CorruptShareException naming the key
  public void open() throws CorruptShareException {
    for (KeyShareRow row : rows.all()) {
      if (row.state() == KeyState.ACTIVE) {
        active.put(row.id().keyId(), openActive(row));
      } else {
        openPending(row).close();
      }
    }
  }

  /// The share that can sign for a key.
  public Optional<KeyShare> active(String keyId) {
    return Optional.ofNullable(active.get(keyId));
  }

  /// The stored row of a key's first epoch.
  public Optional<KeyShareRow> row(String keyId) {
    return rows.find(new KeyShareRow.Id(keyId, KeyOrder.FIRST_EPOCH));
  }

  /// All rows.
  public List<KeyShareRow> rows() {
    return rows.all();
  }

  /// Stores a new key as PENDING, forced to disk.
  ///
  /// @return false when this key and epoch has a row already
  public boolean storePending(KeyOrder order, PendingKey pending) {
    PublicKeyPackage key = pending.publicPackage();
    KeyShareRow.Id id = new KeyShareRow.Id(key.keyId(), key.epoch());
    byte[] encoded = pending.encode();
    try {
      return rows.insertPending(
          new KeyShareRow(
              id,
              KeyState.PENDING,
              order.proposalSeq(),
              order.vault(),
              order.chain(),
              key.record(),
              sealer.seal(encoded, aad(id, KeyState.PENDING)),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /// Stores this holder's confirmation before it leaves; the first one stays.
  public byte[] keepConfirmation(KeyShareRow.Id id, byte[] confirmation) {
    return rows.keepConfirmation(id, confirmation);
  }

  /// Opens a PENDING row. The caller closes the key.
  ///
  /// @throws CorruptShareException naming the key
  public PendingKey openPending(KeyShareRow row) throws CorruptShareException {
    byte[] encoded = unseal(row);
    try {
      return PendingKey.decode(encoded);
    } catch (BadParametersException e) {
      throw corrupt(row, e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /// Makes a key ACTIVE: certificate, share and KEY statement in one step on disk, then in memory.
  ///
  /// @param statement this holder's signed KEY statement
  public void activate(
      KeyShareRow.Id id, PendingKey pending, Certificate certificate, byte[] statement) {
    KeyShare share = KeyShare.activate(pending, certificate);
    byte[] encoded = share.encode();
    try {
      rows.activate(
          id, sealer.seal(encoded, aad(id, KeyState.ACTIVE)), certificate.encode(), statement);
    } catch (RuntimeException e) {
      share.close();
      throw e;
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
    active.put(id.keyId(), share);
  }

  private KeyShare openActive(KeyShareRow row) throws CorruptShareException {
    byte[] encoded = unseal(row);
    try {
      return KeyShare.decode(encoded);
    } catch (BadParametersException e) {
      throw corrupt(row, e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /// Loads a fresh copy of a share through its authenticated encryption: for the recheck before a
  /// burn. The caller closes it.
  ///
  /// @throws CorruptShareException when the stored share does not open
  public KeyShare reload(KeyShare share) throws CorruptShareException {
    KeyShareRow row = rows.find(new KeyShareRow.Id(share.keyId(), share.epoch())).orElseThrow();
    return openActive(row);
  }

  /// Erases the pair's set-up from the stored share, for good, and from the share in memory (burn
  /// procedure, step 4).
  ///
  /// @param reloaded a fresh copy of the stored share
  public void erasePair(KeyShare reloaded, PartyIndex peer) {
    KeyShareRow.Id id = new KeyShareRow.Id(reloaded.keyId(), reloaded.epoch());
    reloaded.erasePair(peer);
    byte[] encoded = reloaded.encode();
    try {
      rows.replaceSealed(id, sealer.seal(encoded, aad(id, KeyState.ACTIVE)));
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
    active(reloaded.keyId()).ifPresent(share -> share.erasePair(peer));
  }

  private byte[] unseal(KeyShareRow row) throws CorruptShareException {
    try {
      return sealer.open(row.sealed(), aad(row.id(), row.state()));
    } catch (SealException e) {
      throw corrupt(row, e);
    }
  }

  private static CorruptShareException corrupt(KeyShareRow row, Throwable cause) {
    return new CorruptShareException(
        "the stored share of key "
            + row.id().keyId()
            + " epoch "
            + row.id().epoch()
            + " is damaged",
        cause);
  }

  /// `LP(origin) ‖ LP(keyId) ‖ u32(party) ‖ u64(epoch) ‖ LP(state)`.
  private byte[] aad(KeyShareRow.Id id, KeyState state) {
    byte[] cluster = origin.getBytes(StandardCharsets.UTF_8);
    byte[] key = id.keyId().getBytes(StandardCharsets.UTF_8);
    byte[] stage = state.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            4 * Integer.BYTES + Long.BYTES + cluster.length + key.length + stage.length)
        .putInt(cluster.length)
        .put(cluster)
        .putInt(key.length)
        .put(key)
        .putInt(self)
        .putLong(id.epoch())
        .putInt(stage.length)
        .put(stage)
        .array();
  }

  /// Wipes every share from memory (best effort on a JVM).
  @Override
  public void close() {
    active.values().forEach(KeyShare::close);
    active.clear();
  }

  @Override
  public String toString() {
    return "KeyRing(redacted, " + active.size() + " active)";
  }
}
