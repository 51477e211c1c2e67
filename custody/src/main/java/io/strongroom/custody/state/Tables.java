package io.strongroom.custody.state;

import io.strongroom.custody.policy.Facts;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.policy.Transfer;
import io.strongroom.custody.policy.Window;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// The state's tables: persistent maps under mutable references. A [State] never changes the tables
/// that it wraps; a step works on a copy, which costs a few references, and throws it away if the
/// entry is refused.
final class Tables implements Facts {
  /// @param signedAt when it began to age; empty while it is reserved or being signed
  record Spend(Transfer transfer, OptionalLong signedAt) {}

  /// The order of timers: due time, then log position of their subject.
  record Due(long at, long seq) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(seq, other.seq);
    }
  }

  record SaidId(String signer, String id) {}

  record NonceId(String vault, String chain, long nonce) {}

  final Genesis genesis;
  final String origin;
  long size;
  long now;
  Hash32 stateHash;
  PolicyInForce policy;
  PMap<Hash32, Policy> documents = HashTreePMap.empty();
  PMap<String, AllowlistEntry> destinations = HashTreePMap.empty();
  TreePMap<String, Vault> vaults = TreePMap.empty();
  PMap<String, Boolean> keyIds = HashTreePMap.empty();
  PMap<String, FreezeState> freezes = HashTreePMap.empty();
  PMap<Hash32, Withdrawal> withdrawals = HashTreePMap.empty();
  TreePMap<Long, Hash32> withdrawalSeqs = TreePMap.empty();
  TreePMap<Long, Hash32> openWithdrawals = TreePMap.empty();
  PMap<Hash32, ChangeProposal> proposals = HashTreePMap.empty();
  TreePMap<Long, Hash32> proposalSeqs = TreePMap.empty();
  TreePMap<Long, Hash32> openProposals = TreePMap.empty();
  PMap<String, Integer> openByPerson = HashTreePMap.empty();
  PMap<Long, Hash32> authorizations = HashTreePMap.empty();
  PMap<NonceId, Hash32> nonces = HashTreePMap.empty();
  PMap<SaidId, StatementRef> said = HashTreePMap.empty();
  TreePMap<Due, Hash32> timers = TreePMap.empty();
  TreePMap<Long, Spend> spends = TreePMap.empty();
  PMap<Window.Key, WindowSum> windows = HashTreePMap.empty();
  long nextOrder;
  TreePMap<String, StateRecord> changes = TreePMap.empty();

  Tables(Genesis genesis, PolicyInForce policy, long now) {
    this.genesis = genesis;
    this.origin = genesis.origin();
    this.policy = policy;
    this.now = now;
    this.stateHash = Hash32.of(new byte[Hash32.LENGTH]);
  }

  private Tables(Tables from) {
    genesis = from.genesis;
    origin = from.origin;
    size = from.size;
    now = from.now;
    stateHash = from.stateHash;
    policy = from.policy;
    documents = from.documents;
    destinations = from.destinations;
    vaults = from.vaults;
    keyIds = from.keyIds;
    freezes = from.freezes;
    withdrawals = from.withdrawals;
    withdrawalSeqs = from.withdrawalSeqs;
    openWithdrawals = from.openWithdrawals;
    proposals = from.proposals;
    proposalSeqs = from.proposalSeqs;
    openProposals = from.openProposals;
    openByPerson = from.openByPerson;
    authorizations = from.authorizations;
    nonces = from.nonces;
    said = from.said;
    timers = from.timers;
    spends = from.spends;
    windows = from.windows;
    nextOrder = from.nextOrder;
    changes = from.changes;
  }

  Tables copy() {
    return new Tables(this);
  }

  Policy rules() {
    return policy.policy();
  }

  Optional<Withdrawal> withdrawal(Hash32 leafHash) {
    return Optional.ofNullable(withdrawals.get(leafHash));
  }

  Optional<ChangeProposal> proposal(Hash32 leafHash) {
    return Optional.ofNullable(proposals.get(leafHash));
  }

  Optional<Vault> vault(String name) {
    return Optional.ofNullable(vaults.get(name));
  }

  Optional<Credential> credential(String id) {
    return genesis.credential(id);
  }

  int openOf(String person) {
    return openByPerson.getOrDefault(person, 0);
  }

  // ---- Facts

  @Override
  public long basis() {
    return size;
  }

  @Override
  public Optional<Target> target(String destination, String chain) {
    if (destination.startsWith(Target.VAULT_PREFIX)) {
      return vault(destination.substring(Target.VAULT_PREFIX.length()))
          .flatMap(vault -> vault.address(chain))
          .map(address -> new Target(destination, Optional.empty(), chain, address, 0, false));
    }
    return Optional.ofNullable(destinations.get(destination))
        .map(AllowlistEntry::target)
        .filter(target -> target.chain().equals(chain));
  }

  @Override
  public boolean vaultActive(String vault, String chain) {
    return vault(vault).flatMap(v -> v.address(chain)).isPresent();
  }

  @Override
  public boolean frozen(String vault) {
    return freezes.values().stream()
        .anyMatch(freeze -> freeze.active() && freeze.scope().covers(vault));
  }

  @Override
  public BigInteger windowUse(Window.Key key, long at, long order) {
    return windows.getOrDefault(key, WindowSum.EMPTY).use(at, key.length(), order);
  }

  // ---- Writing

  void put(Withdrawal next) {
    Withdrawal old = withdrawals.get(next.leafHash());
    boolean wasOpen = old != null && old.status().isOpen();
    boolean isOpen = next.status().isOpen();
    if (old == null) {
      withdrawalSeqs = withdrawalSeqs.plus(next.seq(), next.leafHash());
    } else {
      untime(old.due(), old.seq());
    }
    if (isOpen != wasOpen) {
      countOpen(next.initiator(), isOpen ? 1 : -1);
      openWithdrawals =
          isOpen
              ? openWithdrawals.plus(next.seq(), next.leafHash())
              : openWithdrawals.minus(next.seq());
    }
    time(next.due(), next.seq(), next.leafHash());
    withdrawals = withdrawals.plus(next.leafHash(), next);
    changed(next);
  }

  void put(ChangeProposal next) {
    ChangeProposal old = proposals.get(next.leafHash());
    boolean wasOpen = old != null && old.status().isOpen();
    boolean isOpen = next.status().isOpen();
    if (old == null) {
      proposalSeqs = proposalSeqs.plus(next.seq(), next.leafHash());
    } else {
      untime(old.due(), old.seq());
    }
    if (isOpen != wasOpen) {
      countOpen(next.proposer(), isOpen ? 1 : -1);
      openProposals =
          isOpen
              ? openProposals.plus(next.seq(), next.leafHash())
              : openProposals.minus(next.seq());
    }
    time(next.due(), next.seq(), next.leafHash());
    proposals = proposals.plus(next.leafHash(), next);
    changed(next);
  }

  void put(Vault vault) {
    vaults = vaults.plus(vault.name(), vault);
    keyIds = keyIds.plus(vault.keyId(), true);
    changed(vault);
  }

  void put(AllowlistEntry entry) {
    destinations = destinations.plus(entry.destination().id(), entry);
    changed(entry);
  }

  void put(FreezeState freeze) {
    freezes = freezes.plus(freeze.scope().text(), freeze);
    changed(freeze);
  }

  /// Brings a policy into force and counts every spend anew in its windows.
  void put(PolicyInForce next) {
    policy = next;
    changed(next);
    windows = HashTreePMap.empty();
    spends.forEach((order, spend) -> {
      count(order, spend.transfer());
      spend.signedAt().ifPresent(at -> letAge(order, spend.transfer(), at));
    });
  }

  /// Reserves an amount in every window that it counts in.
  ///
  /// @return its place in the order of reservations
  long reserve(Transfer transfer) {
    long order = nextOrder;
    nextOrder++;
    spends = spends.plus(order, new Spend(transfer, OptionalLong.empty()));
    count(order, transfer);
    return order;
  }

  void unreserve(long order) {
    Spend spend = spends.get(order);
    if (spend == null) {
      throw new IllegalStateException("nothing is reserved at " + order);
    }
    spends = spends.minus(order);
    for (Window window : rules().windows()) {
      window
          .key(spend.transfer(), rules().groups())
          .ifPresent(key -> store(key, sum(key).remove(order)));
    }
  }

  /// Lets a reserved amount age from `at` on.
  void age(long order, long at) {
    Spend spend = spends.get(order);
    if (spend == null) {
      throw new IllegalStateException("nothing is reserved at " + order);
    }
    spends = spends.plus(order, new Spend(spend.transfer(), OptionalLong.of(at)));
    letAge(order, spend.transfer(), at);
  }

  private void letAge(long order, Transfer transfer, long at) {
    for (Window window : rules().windows()) {
      window.key(transfer, rules().groups()).ifPresent(key -> store(key, sum(key).sign(order, at)));
    }
  }

  private void count(long order, Transfer transfer) {
    for (Window window : rules().windows()) {
      window
          .key(transfer, rules().groups())
          .ifPresent(key -> store(key, sum(key).reserve(order, transfer.charge())));
    }
  }

  private WindowSum sum(Window.Key key) {
    return windows.getOrDefault(key, WindowSum.EMPTY).prune(now, key.length());
  }

  private void store(Window.Key key, WindowSum sum) {
    windows = sum.isEmpty() ? windows.minus(key) : windows.plus(key, sum);
  }

  private void changed(StateRecord next) {
    changes = changes.plus(next.recordKey(), next);
  }

  private void countOpen(String person, int by) {
    int count = openOf(person) + by;
    openByPerson = count == 0 ? openByPerson.minus(person) : openByPerson.plus(person, count);
  }

  private void untime(OptionalLong due, long seq) {
    due.ifPresent(at -> timers = timers.minus(new Due(at, seq)));
  }

  private void time(OptionalLong due, long seq, Hash32 subject) {
    due.ifPresent(at -> timers = timers.plus(new Due(at, seq), subject));
  }
}
