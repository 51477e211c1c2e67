package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InputSignature;
import io.strongroom.custody.statement.Release;
import io.strongroom.custody.statement.Signed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// SIGNED and RELEASE: the two ways out of an authorisation.
final class SigningEntry {
  private SigningEntry() {}

  static void apply(Step step, Signed signed) throws InadmissibleException {
    Withdrawal withdrawal = withdrawal(step, signed.authorize());
    Authorization authorization = inForce(withdrawal, signed.authorize());
    Vault vault =
        step.tables()
            .vault(withdrawal.request().vault())
            .orElseThrow(
                () -> new IllegalStateException("authorised from a vault that is not there"));
    Vault.HolderKey key =
        vault
            .key()
            .orElseThrow(() -> new IllegalStateException("authorised from a vault without a key"));
    requireSignatures(step, signed.signatures(), authorization.statement(), key.publicKey());
    requireTxid(step, signed, authorization.statement(), vault.chain());
    WithdrawalEdit edit = new WithdrawalEdit(withdrawal);
    long seq = step.leaf().seq();
    edit.signed =
        Optional.of(
            new SignedTransaction(
                seq, step.leaf().ts(), signed.authorize(), signed.signatures(), signed.txid()));
    edit.reach(WithdrawalStatus.SIGNED, step.now(), seq, "signed as " + signed.txid());
    edit.due = OptionalLong.empty();
    edit.order.ifPresent(order -> step.tables().age(order, step.leaf().ts()));
    step.tables().put(edit.done());
  }

  private static void requireSignatures(
      Step step, List<InputSignature> signatures, Authorize authorize, Bytes publicKey)
      throws InadmissibleException {
    require(
        signatures.size() == authorize.inputs().size(),
        RefusalCode.SIGNATURE_INVALID,
        "signatures",
        "must be one for each input");
    for (int i = 0; i < signatures.size(); i++) {
      String field = "signatures[" + i + "]";
      Hash32 digest = authorize.inputs().get(i).digest();
      require(
          signatures.get(i).digest().equals(digest),
          RefusalCode.DIGEST_MISMATCH,
          field + ".digest",
          "is not the plan's");
      byte[] signature = signatures.get(i).signature().toArray();
      require(
          step.chains().verifySignature(publicKey.toArray(), digest.bytes(), signature),
          RefusalCode.SIGNATURE_INVALID,
          field + ".signature",
          "does not verify under the vault's key");
    }
  }

  private static void requireTxid(Step step, Signed signed, Authorize authorize, String chain)
      throws InadmissibleException {
    List<byte[]> raw = signed.signatures().stream().map(s -> s.signature().toArray()).toList();
    try {
      String txid = step.chains().transactionId(chain, authorize.plan().json(), raw);
      require(txid.equals(signed.txid()), RefusalCode.TXID_MISMATCH, "txid", "is " + txid);
    } catch (InvalidPlanException e) {
      throw new InadmissibleException(
          RefusalCode.SIGNATURE_INVALID, "signatures", String.valueOf(e.getMessage()));
    }
  }

  static void apply(Step step, Release release) throws InadmissibleException {
    Genesis.Node holder = step.holder();
    Withdrawal withdrawal = withdrawal(step, release.authorize());
    Vault vault =
        step.tables()
            .vault(withdrawal.request().vault())
            .orElseThrow(
                () -> new IllegalStateException("authorised from a vault that is not there"));
    require(
        vault.parties().contains(holder.index()),
        RefusalCode.NOT_A_HOLDER,
        "",
        holder.id() + " holds no share of this vault's key");
    if (withdrawal.status() != WithdrawalStatus.AUTHORIZED
        || withdrawal.authorization().map(Authorization::seq).orElse(-1L) != release.authorize()) {
      return;
    }
    Authorization counted = inForce(withdrawal, release.authorize()).withRelease(holder.id());
    WithdrawalEdit edit = new WithdrawalEdit(withdrawal);
    edit.authorization = Optional.of(counted);
    int needed = releasesNeeded(vault, step.tables().genesis);
    if (counted.releases().size() < needed) {
      edit.reason = counted.releases().size() + " of " + needed + " share holders have released it";
      step.tables().put(edit.done());
      return;
    }
    released(step, edit, counted, vault);
  }

  /// h - t + 1 + f of the h share holders: of the others, however many of f are corrupt, fewer than
  /// t can sign.
  static int releasesNeeded(Vault vault, Genesis genesis) {
    return vault.parties().size() - vault.threshold() + 1 + genesis.parameters().f();
  }

  private static void released(
      Step step, WithdrawalEdit edit, Authorization released, Vault vault) {
    Tables tables = step.tables();
    tables.put(vault.nonceReleased(released.nonce()));
    tables.nonces =
        tables.nonces.minus(new Tables.NonceId(vault.name(), vault.chain(), released.nonce()));
    edit.authorization = Optional.empty();
    edit.released.add(released.seq());
    if (edit.cancelled || edit.vetoed) {
      String why = edit.vetoed ? "vetoed, and released" : "cancelled, and released";
      step.lifecycle().end(edit, WithdrawalStatus.CANCELLED, why);
      return;
    }
    edit.reach(
        WithdrawalStatus.READY, step.now(), step.leaf().seq(), "released by its share holders");
    edit.due = OptionalLong.empty();
    step.lifecycle().reassess(edit.done());
  }

  private static Withdrawal withdrawal(Step step, long authorizeSeq) throws InadmissibleException {
    Optional<Withdrawal> withdrawal =
        Optional.ofNullable(step.tables().authorizations.get(authorizeSeq))
            .flatMap(step.tables()::withdrawal);
    require(
        withdrawal.isPresent(),
        RefusalCode.AUTHORIZE_UNKNOWN,
        "authorize",
        "no AUTHORIZE stands at this position");
    return withdrawal.get();
  }

  private static Authorization inForce(Withdrawal withdrawal, long authorizeSeq)
      throws InadmissibleException {
    Optional<Authorization> authorization =
        withdrawal.authorization().filter(a -> a.seq() == authorizeSeq);
    require(
        withdrawal.status() == WithdrawalStatus.AUTHORIZED && authorization.isPresent(),
        RefusalCode.NOT_AUTHORIZED,
        "authorize",
        "the authorisation is not in force: the withdrawal is " + withdrawal.status());
    return authorization.get();
  }

  /// Information about the chain, kept for show.
  static void report(Step step, long authorizeSeq, ChainReport report)
      throws InadmissibleException {
    WithdrawalEdit edit = new WithdrawalEdit(withdrawal(step, authorizeSeq));
    edit.chainReport = Optional.of(report);
    step.tables().put(edit.done());
  }
}
