package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Broadcast;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Confirmed;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Heartbeat;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Key;
import io.strongroom.custody.statement.PlanDocument;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.custody.statement.Rejection;
import io.strongroom.custody.statement.Release;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.Signed;
import io.strongroom.custody.statement.Statement;
import io.strongroom.custody.statement.Statements;
import io.strongroom.custody.statement.Veto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/// The log's rules: which entry may come next, and what it leads to. Pure and thread-safe: the
/// coordinator's sequencer, every node and the auditor's replay call the same functions on the same
/// entries.
///
/// Everything in an entry is checked here but three things, which need more than the state before
/// it: that its timestamp is not ahead of a clock, that the tree's root is the checkpoint's, and
/// that the checkpoint is signed (package `replay`).
///
/// No statement that the coordinator alone signed frees anything: budget, nonces and timers come
/// back by RELEASE only.
public final class Ledger {
  private Ledger() {}

  /// The state after GENESIS.
  ///
  /// @param leaf of GENESIS, at position 0
  /// @param policy the first policy's document
  /// @throws InadmissibleException if anybody's signature is missing or wrong, the policy is
  ///   invalid or not the one that GENESIS names, nobody could change it, or a destination is not
  ///   written canonically
  public static State genesis(Leaf leaf, JsonNode policy, ChainRules chains)
      throws InadmissibleException {
    return GenesisEntry.apply(leaf, policy, chains);
  }

  /// Whether an entry may come next, and the state after it.
  ///
  /// @param state at the entry before it; [State#advance] in between changes nothing
  /// @param leaf at position `state.size()` and a time not before `state.now()`
  /// @param attachment the document that its statement names by hash
  public static Admission admissible(
      State state, Leaf leaf, Optional<JsonNode> attachment, ChainRules chains) {
    try {
      return admit(state, leaf, attachment, chains);
    } catch (InadmissibleException e) {
      return e.refused();
    }
  }

  /// The state after an entry. Checks it as [#admissible] does; whoever has its answer already uses
  /// that answer's state.
  ///
  /// @throws InadmissibleException if it may not come next; ID_REUSED if it was logged before
  public static State apply(
      State state, Leaf leaf, Optional<JsonNode> attachment, ChainRules chains)
      throws InadmissibleException {
    return switch (admit(state, leaf, attachment, chains)) {
      case Admission.Admitted(State next) -> next;
      case Admission.Duplicate duplicate ->
          throw new InadmissibleException(
              RefusalCode.ID_REUSED,
              "id",
              "the statement stands in the log already, at " + duplicate.seq());
      case Admission.Refused(RefusalCode code, String field, String message) ->
          throw new InadmissibleException(code, field, message);
    };
  }

  /// What an AUTHORIZE of this withdrawal must say at the next position, if there may be one.
  ///
  /// @param request leaf hash of the REQUEST
  /// @param plan of the transaction
  /// @param ts the entry's timestamp, milliseconds since the Unix epoch, not before `state.now()`
  /// @param seq the entry's position, `state.size()`
  /// @throws InadmissibleException exactly when every AUTHORIZE would be refused
  public static Authorize draftAuthorize(
      State state, Hash32 request, JsonNode plan, long ts, long seq, ChainRules chains)
      throws InadmissibleException {
    require(
        seq == state.size(), RefusalCode.SEQ_GAP, "seq", "the next position is " + state.size());
    require(ts >= state.now(), RefusalCode.TS_BACKWARDS, "ts", "log time is " + state.now());
    Tables tables = state.tables();
    new Lifecycle(tables).advance(ts);
    PlanDocument document = document(plan);
    AuthorizeEntry.Ground ground = AuthorizeEntry.ground(tables, request, document, chains);
    long signBy = ts + tables.rules().timeToLive().signWithinMs();
    return new Authorize(
        new Header(tables.origin, tables.genesis.epoch(), "authorize-" + seq, signBy),
        request,
        ground.withdrawal().seq(),
        ground.withdrawal().attempts() + 1,
        AuthorizeEntry.replaces(ground.withdrawal()),
        seq,
        ground.decision().approvals(),
        ground.decision().policyHash(),
        ground.decision().hash(),
        signBy,
        document,
        ground.plan().inputs());
  }

  private static PlanDocument document(JsonNode plan) throws InadmissibleException {
    try {
      return PlanDocument.of(plan);
    } catch (IllegalArgumentException e) {
      throw new InadmissibleException(
          RefusalCode.PLAN_INVALID, "plan", String.valueOf(e.getMessage()));
    }
  }

  private static Admission admit(
      State state, Leaf leaf, Optional<JsonNode> attachment, ChainRules chains)
      throws InadmissibleException {
    require(
        leaf.log().equals(state.origin()),
        RefusalCode.ORIGIN_MISMATCH,
        "log",
        "an entry of another log");
    require(
        leaf.seq() == state.size(),
        RefusalCode.SEQ_GAP,
        "seq",
        "the next position is " + state.size());
    require(
        leaf.ts() >= state.now(),
        RefusalCode.TS_BACKWARDS,
        "ts",
        "log time is " + state.now() + " already");
    Envelope envelope = leaf.envelope();
    Step.Signer signer = Speakers.verified(state.genesis(), envelope);
    BoundStatement statement = decode(envelope);
    requireSameLog(state, statement);
    Optional<StatementRef> before = state.statement(envelope.keyId(), statement.id());
    if (before.isPresent()) {
      require(
          before.get().payloadHash().equals(envelope.payloadHash()),
          RefusalCode.ID_REUSED,
          "id",
          "the signer has used this id for something else, at " + before.get().seq());
      return new Admission.Duplicate(before.get().seq(), before.get().leafHash());
    }
    require(
        statement.expires() > leaf.ts(),
        RefusalCode.STATEMENT_EXPIRED,
        "expires",
        "the statement has expired");
    if (signer instanceof Step.Signer.Member(Credential credential)) {
      Speakers.requireValid(credential, leaf.ts());
    }
    requireAttachment(statement, attachment);
    Tables tables = state.tables();
    Lifecycle lifecycle = new Lifecycle(tables);
    lifecycle.advance(leaf.ts());
    Step step =
        new Step(
            tables,
            lifecycle,
            new ProposalLifecycle(tables, lifecycle),
            leaf,
            signer,
            attachment,
            chains);
    dispatch(step, statement);
    return new Admission.Admitted(commit(tables, leaf, envelope, statement.id()));
  }

  static void requireSameLog(State state, BoundStatement statement) throws InadmissibleException {
    require(
        statement.log().equals(state.origin()),
        RefusalCode.ORIGIN_MISMATCH,
        "log",
        "a statement for another log");
    require(
        statement.epoch() == state.genesis().epoch(),
        RefusalCode.EPOCH_MISMATCH,
        "epoch",
        "a statement for another epoch of the log");
  }

  static BoundStatement decode(Envelope envelope) throws InadmissibleException {
    Statement statement;
    try {
      statement = Statements.decode(envelope);
    } catch (InvalidStatementException e) {
      throw new InadmissibleException(
          RefusalCode.BAD_STATEMENT, e.field(), String.valueOf(e.getMessage()));
    }
    if (statement instanceof BoundStatement bound) {
      return bound;
    }
    throw new InadmissibleException(RefusalCode.NOT_PERMITTED, "kind", "a log has one GENESIS");
  }

  private static void requireAttachment(BoundStatement statement, Optional<JsonNode> attachment)
      throws InadmissibleException {
    boolean wanted =
        statement instanceof Proposal proposal && proposal.change() instanceof Change.NewPolicy;
    require(
        wanted || attachment.isEmpty(),
        RefusalCode.ATTACHMENT_UNEXPECTED,
        "attachment",
        "the statement names no document");
  }

  private static void dispatch(Step step, BoundStatement statement) throws InadmissibleException {
    long seq = step.leaf().seq();
    switch (statement) {
      case Request request -> RequestEntry.apply(step, request);
      case Approval approval -> ConsentEntry.apply(step, approval);
      case Rejection rejection -> ConsentEntry.apply(step, rejection);
      case Veto veto -> ConsentEntry.apply(step, veto);
      case Cancel cancel -> ConsentEntry.apply(step, cancel);
      case Freeze freeze -> FreezeEntry.apply(step, freeze);
      case Proposal proposal -> ProposalEntry.apply(step, proposal);
      case Authorize authorize -> AuthorizeEntry.apply(step, authorize);
      case Signed signed -> SigningEntry.apply(step, signed);
      case Release release -> SigningEntry.apply(step, release);
      case Key key -> KeyEntry.apply(step, key);
      case Broadcast broadcast ->
          SigningEntry.report(
              step,
              broadcast.authorize(),
              new ChainReport(seq, "BROADCAST", broadcast.txid(), 0, 0));
      case Confirmed seen ->
          SigningEntry.report(
              step,
              seen.authorize(),
              new ChainReport(
                  seq, seen.status().name(), seen.txid(), seen.block(), seen.confirmations()));
      case Heartbeat _ -> {
        // Time has passed; nothing else.
      }
    }
  }

  static State commit(Tables tables, Leaf leaf, Envelope envelope, String id) {
    StatementRef ref = new StatementRef(leaf.seq(), leaf.hash(), envelope.payloadHash());
    tables.said = tables.said.plus(new Tables.SaidId(envelope.keyId(), id), ref);
    tables.size = leaf.seq() + 1;
    tables.stateHash =
        Hash32.sha256(tables.stateHash.bytes(), leaf.hash().bytes(), changesHash(tables).bytes());
    tables.changes = TreePMap.empty();
    return new State(tables);
  }

  /// Hash over every changed record, in the order of their keys: SHA-256(key) ‖ SHA-256(canonical
  /// JSON), one after the other.
  private static Hash32 changesHash(Tables tables) {
    List<byte[]> parts = new ArrayList<>();
    for (Map.Entry<String, StateRecord> change : tables.changes.entrySet()) {
      parts.add(Hash32.sha256(change.getKey().getBytes(UTF_8)).bytes());
      parts.add(Hash32.sha256(CanonicalJson.write(change.getValue().json())).bytes());
    }
    return Hash32.sha256(parts.toArray(byte[][]::new));
  }
}
