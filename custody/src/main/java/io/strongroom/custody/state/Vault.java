package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Hash32;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A vault: a key, its holders, its addresses, and the nonces of its account. An immutable value.
///
/// @param proposalSeq log position of the PROPOSAL that ordered the key
/// @param keys what each holder said, by node id
/// @param nextNonce the account's next nonce
/// @param gaps nonces below `nextNonce` that were released after a higher one had been authorised:
///   they are not given out again
/// @param failure why its key generation failed; empty unless it did
public record Vault(
    String name,
    String keyId,
    Status status,
    int threshold,
    List<Integer> parties,
    String chain,
    long proposalSeq,
    SortedMap<String, HolderKey> keys,
    long nextNonce,
    SortedSet<Long> gaps,
    String failure)
    implements StateRecord {

  /// Where its key stands.
  public enum Status {
    /// Ordered; not every holder has confirmed it.
    GENERATING,
    /// Every holder has an active share of one key.
    ACTIVE,
    /// Holders disagree. Another proposal may order another key.
    FAILED
  }

  /// What one holder says about the key; all must say the same.
  ///
  /// @param publicKey compressed secp256k1 point, 33 bytes
  /// @param addresses canonical address by chain
  public record HolderKey(
      Bytes publicKey, Hash32 packageHash, long keyEpoch, SortedMap<String, String> addresses) {
    public HolderKey {
      addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }
  }

  public Vault {
    parties = List.copyOf(parties);
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    gaps = Collections.unmodifiableSortedSet(new TreeSet<>(gaps));
  }

  static Vault ordered(Change.NewVault order, long seq) {
    return new Vault(
        order.vault(),
        order.keyId(),
        Status.GENERATING,
        order.threshold(),
        order.parties(),
        order.chain(),
        seq,
        new TreeMap<>(),
        0,
        new TreeSet<>(),
        "");
  }

  /// The key that all holders confirmed; empty unless the vault is active.
  public Optional<HolderKey> key() {
    return status == Status.ACTIVE ? Optional.of(keys.firstEntry().getValue()) : Optional.empty();
  }

  /// The vault's canonical address on a chain; empty unless the vault is active and has one.
  public Optional<String> address(String onChain) {
    return key().flatMap(key -> Optional.ofNullable(key.addresses().get(onChain)));
  }

  Vault with(String holder, HolderKey key) {
    SortedMap<String, HolderKey> next = new TreeMap<>(keys);
    next.put(holder, key);
    boolean agreed = next.values().stream().distinct().count() == 1;
    Status reached =
        !agreed ? Status.FAILED : next.size() == parties.size() ? Status.ACTIVE : status;
    return with(next, reached, agreed ? "" : holder + " holds another key than the holders before");
  }

  Vault contradicted(String holder) {
    return with(keys, Status.FAILED, holder + " contradicts what it said before");
  }

  private Vault with(SortedMap<String, HolderKey> nextKeys, Status reached, String why) {
    return new Vault(
        name,
        keyId,
        reached,
        threshold,
        parties,
        chain,
        proposalSeq,
        nextKeys,
        nextNonce,
        gaps,
        why);
  }

  /// The next nonce is used.
  Vault nonceUsed() {
    return withNonces(nextNonce + 1, gaps);
  }

  /// A nonce is released: given out again if it, and with it every released one below, is the
  /// highest; a gap otherwise.
  Vault nonceReleased(long nonce) {
    SortedSet<Long> nextGaps = new TreeSet<>(gaps);
    nextGaps.add(nonce);
    long next = nextNonce;
    while (nextGaps.remove(next - 1)) {
      next--;
    }
    return withNonces(next, nextGaps);
  }

  private Vault withNonces(long next, SortedSet<Long> nextGaps) {
    return new Vault(
        name, keyId, status, threshold, parties, chain, proposalSeq, keys, next, nextGaps, failure);
  }

  @Override
  public String recordKey() {
    return "vault/" + name;
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", name)
        .put("keyId", keyId)
        .put("status", status.name())
        .put("proposal", proposalSeq);
    ObjectNode said = node.putObject("keys");
    keys.forEach((holder, key) -> {
      ObjectNode one = said.putObject(holder);
      one.put("publicKey", key.publicKey().hex()).put("package", key.packageHash().hex());
      one.put("keyEpoch", key.keyEpoch());
      ObjectNode addresses = one.putObject("addresses");
      key.addresses().forEach(addresses::put);
    });
    node.put("nextNonce", nextNonce);
    ArrayNode open = node.putArray("gaps");
    gaps.forEach(open::add);
    return node;
  }
}
