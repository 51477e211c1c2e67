package io.strongroom.node.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.Admission;
import io.strongroom.custody.state.ChangeProposal;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Intent;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.custody.statement.Request;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The coordinator's part of a test cluster that has no coordinator: it sequences what people say
/// and signs checkpoints.
final class TestLog {

  static final String CHAIN = "eip155:31337";
  static final EthereumChainRules RULES = new EthereumChainRules();

  private static final long LIFE_MS = 48L * 3_600_000;

  private final Map<String, Ed25519PrivateKey> keys;
  private final Ed25519PrivateKey logKey;
  private final List<LogEntry> entries = new ArrayList<>();
  private Replica replica;
  private int ids;

  /// @param keys everybody's statement keys by key id
  TestLog(
      Envelope genesis,
      JsonNode policy,
      Map<String, Ed25519PrivateKey> keys,
      Ed25519PrivateKey logKey)
      throws InvalidStatementException, InadmissibleException {
    this.keys = keys;
    this.logKey = logKey;
    Leaf leaf =
        Leaf.of(
            io.strongroom.custody.statement.Genesis.originOf(genesis.payload()),
            0,
            System.currentTimeMillis(),
            genesis);
    LogEntry first = new LogEntry(leaf.bytes(), Optional.of(Bytes.of(CanonicalJson.write(policy))));
    entries.add(first);
    replica = Replica.genesis(first, RULES);
  }

  State state() {
    return replica.state();
  }

  LogKeys logKeys() {
    return replica.keys();
  }

  List<LogEntry> entriesFrom(long from) {
    return List.copyOf(entries.subList((int) from, entries.size()));
  }

  Checkpoint checkpoint() {
    return new Checkpoint(state().origin(), state().size(), replica.frontier().root());
  }

  /// The head, signed by the log key.
  SignedNote signedHead() {
    return sign(checkpoint());
  }

  SignedNote sign(Checkpoint checkpoint) {
    return logKeys().sign(checkpoint, logKey);
  }

  Header header() {
    ids++;
    return new Header(state().origin(), 1, "t-" + ids, System.currentTimeMillis() + LIFE_MS);
  }

  Envelope envelope(String signer, BoundStatement statement) {
    return Envelope.sign(statement, TestCluster.get(keys, signer).signer(signer));
  }

  Leaf leaf(Envelope envelope) {
    try {
      long ts = Math.max(System.currentTimeMillis(), state().now());
      return Leaf.of(state().origin(), state().size(), ts, envelope);
    } catch (InvalidStatementException e) {
      throw new AssertionError(e);
    }
  }

  /// Logs a statement; it must be admissible.
  Leaf say(String signer, BoundStatement statement) {
    return say(envelope(signer, statement));
  }

  Leaf say(Envelope envelope) {
    Leaf leaf = leaf(envelope);
    if (!(Ledger.admissible(state(), leaf, Optional.empty(), RULES)
        instanceof Admission.Admitted admitted)) {
      throw new AssertionError(Ledger.admissible(state(), leaf, Optional.empty(), RULES));
    }
    entries.add(LogEntry.of(leaf.bytes()));
    replica = Replica.of(admitted.next(), replica.frontier().append(leaf.hash()), RULES);
    return leaf;
  }

  /// The head as if this leaf came next, whether or not it may.
  SignedNote signedHeadWith(Leaf leaf) {
    return sign(
        new Checkpoint(
            state().origin(), state().size() + 1, replica.frontier().append(leaf.hash()).root()));
  }

  // What people say.

  long proposeVault(String vault, String keyId) {
    Leaf leaf =
        say(
            "olga",
            new Proposal(header(), new Change.NewVault(vault, keyId, 2, List.of(1, 2, 3), CHAIN)));
    ChangeProposal proposal = state().proposal(leaf.hash()).orElseThrow();
    say(
        "ben",
        new Approval(
            header(), leaf.hash(), proposal.consent().requirement().hash(), Optional.empty()));
    return leaf.seq();
  }

  Hash32 request(BigInteger amount) {
    return say(
            "ann",
            new Request(
                header(),
                "hot",
                "ETH",
                amount,
                "kraken",
                new BigInteger("1000000000000000"),
                Optional.empty()))
        .hash();
  }

  Approval approvalOf(Hash32 request) {
    Withdrawal w = state().withdrawal(request).orElseThrow();
    return new Approval(
        header(),
        request,
        w.consent().requirement().hash(),
        Optional.of(
            new Intent(
                w.request().vault(),
                w.request().asset(),
                w.request().amount(),
                w.address().orElseThrow(),
                w.request().feeCap(),
                w.request().expires())));
  }

  ObjectNode planOf(Hash32 request) {
    Withdrawal w = state().withdrawal(request).orElseThrow();
    ObjectNode plan = new ObjectMapper().createObjectNode();
    plan.put("type", "eip1559");
    plan.put("chainId", "31337");
    plan.put("nonce", state().vault("hot").orElseThrow().nextNonce());
    plan.put("to", w.address().orElseThrow());
    plan.put("value", w.request().amount().toString());
    plan.put("gasLimit", 21000);
    plan.put("maxFeePerGas", "30000000000");
    plan.put("maxPriorityFeePerGas", "1000000000");
    plan.put("data", "0x");
    plan.putArray("accessList");
    return plan;
  }

  Authorize draft(Hash32 request) {
    try {
      long ts = Math.max(System.currentTimeMillis(), state().now());
      return Ledger.draftAuthorize(state(), request, planOf(request), ts, state().size(), RULES);
    } catch (InadmissibleException e) {
      throw new AssertionError(e.code() + ": " + e.getMessage(), e);
    }
  }

  /// Logs an AUTHORIZE of a ready withdrawal.
  ///
  /// @return its position
  long authorize(Hash32 request) {
    long ts = Math.max(System.currentTimeMillis(), state().now());
    try {
      Authorize draft =
          Ledger.draftAuthorize(state(), request, planOf(request), ts, state().size(), RULES);
      Leaf leaf = Leaf.of(state().origin(), state().size(), ts, envelope("coordinator", draft));
      if (!(Ledger.admissible(state(), leaf, Optional.empty(), RULES)
          instanceof Admission.Admitted admitted)) {
        throw new AssertionError(Ledger.admissible(state(), leaf, Optional.empty(), RULES));
      }
      entries.add(LogEntry.of(leaf.bytes()));
      replica = Replica.of(admitted.next(), replica.frontier().append(leaf.hash()), RULES);
      return leaf.seq();
    } catch (InadmissibleException | InvalidStatementException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
