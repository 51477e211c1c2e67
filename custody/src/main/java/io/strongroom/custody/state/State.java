package io.strongroom.custody.state;

import io.strongroom.custody.policy.Candidate;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.Facts;
import io.strongroom.custody.policy.Policies;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.policy.Window;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a log's entries lead to. Public data, immutable, cheap to keep: states share their
/// structure. Thread-safe.
///
/// States come from [Ledger]. Nothing local to a process is in them, so that every honest process
/// has the same state, and the same [#stateHash()], at the same entry.
public final class State implements Facts {
  private final Tables tables;

  State(Tables tables) {
    this.tables = tables;
  }

  /// A copy to work on.
  Tables tables() {
    return tables.copy();
  }

  /// The trust root.
  public Genesis genesis() {
    return tables.genesis;
  }

  /// The log's origin.
  public String origin() {
    return tables.origin;
  }

  /// How many entries led here: the position of the next one.
  public long size() {
    return tables.size;
  }

  /// Log time, milliseconds since the Unix epoch: the newest entry's, or later after
  /// [#advance(long)].
  public long now() {
    return tables.now;
  }

  /// The chained hash after the newest entry, 32 bytes: H(previous ‖ leaf hash ‖ H(changed
  /// records)).
  public Hash32 stateHash() {
    return tables.stateHash;
  }

  /// What would be if time passed and no entry came: due timers fire. The size and the state hash
  /// stay. A time before [#now()] gives this state.
  public State advance(long to) {
    if (to <= tables.now) {
      return this;
    }
    Tables copy = tables.copy();
    new Lifecycle(copy).advance(to);
    return new State(copy);
  }

  /// Decides a question about an intent in this state, at its time.
  public Decision evaluate(Candidate candidate) {
    return Policies.evaluate(policy(), this, candidate, tables.now);
  }

  public Policy policy() {
    return tables.policy.policy();
  }

  public PolicyInForce policyInForce() {
    return tables.policy;
  }

  public Collection<Credential> credentials() {
    return tables.genesis.credentials();
  }

  public Optional<Credential> credential(String id) {
    return tables.credential(id);
  }

  /// Destinations by id, removed ones included.
  public Map<String, AllowlistEntry> destinations() {
    return Collections.unmodifiableMap(tables.destinations);
  }

  /// Vaults by name: those whose key was ordered.
  public Map<String, Vault> vaults() {
    return Collections.unmodifiableMap(tables.vaults);
  }

  public Optional<Vault> vault(String name) {
    return tables.vault(name);
  }

  /// Freezes that are in force.
  public List<FreezeState> freezes() {
    return tables.freezes.values().stream().filter(FreezeState::active).toList();
  }

  /// Every scope that was ever frozen, by `cluster` or `vault:<name>`.
  public Map<String, FreezeState> freezeHistory() {
    return Collections.unmodifiableMap(tables.freezes);
  }

  /// Whether the whole cluster is frozen.
  public boolean clusterFrozen() {
    FreezeState freeze = tables.freezes.get("cluster");
    return freeze != null && freeze.active();
  }

  /// The withdrawal whose REQUEST has this leaf hash.
  public Optional<Withdrawal> withdrawal(Hash32 leafHash) {
    return tables.withdrawal(leafHash);
  }

  /// The withdrawal whose REQUEST stands at this log position.
  public Optional<Withdrawal> withdrawalAt(long seq) {
    return Optional.ofNullable(tables.withdrawalSeqs.get(seq)).flatMap(this::withdrawal);
  }

  /// The withdrawal that this credential requested under this id.
  public Optional<Withdrawal> withdrawal(String signer, String requestId) {
    return statement(signer, requestId).flatMap(ref -> withdrawal(ref.leafHash()));
  }

  /// The withdrawal that the AUTHORIZE at this log position is for, released or not.
  public Optional<Withdrawal> withdrawalOfAuthorize(long authorizeSeq) {
    return Optional.ofNullable(tables.authorizations.get(authorizeSeq)).flatMap(this::withdrawal);
  }

  /// All withdrawals in log order.
  public Stream<Withdrawal> withdrawals() {
    return tables.withdrawalSeqs.values().stream().map(tables.withdrawals::get);
  }

  /// All withdrawals, newest first.
  public Stream<Withdrawal> withdrawalsNewestFirst() {
    return tables.withdrawalSeqs.descendingMap().values().stream().map(tables.withdrawals::get);
  }

  /// Withdrawals that are still to be authorised, in log order.
  public Stream<Withdrawal> openWithdrawals() {
    return tables.openWithdrawals.values().stream().map(tables.withdrawals::get);
  }

  /// The proposal whose leaf has this hash.
  public Optional<ChangeProposal> proposal(Hash32 leafHash) {
    return tables.proposal(leafHash);
  }

  public Optional<ChangeProposal> proposalAt(long seq) {
    return Optional.ofNullable(tables.proposalSeqs.get(seq)).flatMap(this::proposal);
  }

  /// All proposals in log order.
  public Stream<ChangeProposal> proposals() {
    return tables.proposalSeqs.values().stream().map(tables.proposals::get);
  }

  /// Where a signer's statement of this id stands.
  public Optional<StatementRef> statement(String signer, String id) {
    return Optional.ofNullable(tables.said.get(new Tables.SaidId(signer, id)));
  }

  /// The withdrawal that an account's nonce was authorised for and not released from.
  public Optional<Hash32> nonceClaim(String vault, String chain, long nonce) {
    return Optional.ofNullable(tables.nonces.get(new Tables.NonceId(vault, chain, nonce)));
  }

  /// When time alone will next change something.
  public Optional<Long> nextDue() {
    return tables.timers.isEmpty() ? Optional.empty() : Optional.of(tables.timers.firstKey().at());
  }

  @Override
  public long basis() {
    return tables.basis();
  }

  @Override
  public Optional<Target> target(String destination, String chain) {
    return tables.target(destination, chain);
  }

  @Override
  public boolean vaultActive(String vault, String chain) {
    return tables.vaultActive(vault, chain);
  }

  @Override
  public boolean frozen(String vault) {
    return tables.frozen(vault);
  }

  @Override
  public BigInteger windowUse(Window.Key key, long at, long order) {
    return tables.windowUse(key, at, order);
  }

  @Override
  public String toString() {
    return "State[size " + tables.size + ", " + tables.stateHash + "]";
  }
}
