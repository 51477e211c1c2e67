package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.Candidate;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.GivenApproval;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A withdrawal: a logged REQUEST and everything that the log says about it. An immutable value.
///
/// @param leafHash of the REQUEST
/// @param seq its log position
/// @param ts log time, milliseconds since the Unix epoch
/// @param signer credential id
/// @param initiator the credential's person
/// @param target where its destination led when it was logged; empty if nowhere
/// @param since when it reached its status
/// @param decision the newest; as of its authorisation from AUTHORIZED on
/// @param order its place in the order of reservations, while its amount counts in windows
/// @param cancelled its initiator cancelled it after it was authorised: it must not be signed
/// @param vetoed somebody vetoed it after it was authorised: it must not be signed
/// @param attempts how often it was authorised
/// @param authorization the one in force, from AUTHORIZED on
/// @param released log positions of authorisations that the share holders released
/// @param reason why it stands where it stands, one sentence
/// @param due when time alone will next change it
public record Withdrawal(
    Hash32 leafHash,
    long seq,
    long ts,
    String signer,
    String initiator,
    Request request,
    Optional<Target> target,
    WithdrawalStatus status,
    long since,
    Consent consent,
    Decision decision,
    OptionalLong order,
    boolean cancelled,
    boolean vetoed,
    int attempts,
    Optional<Authorization> authorization,
    List<Long> released,
    Optional<SignedTransaction> signed,
    Optional<ChainReport> chainReport,
    List<StatusChange> history,
    String reason,
    OptionalLong due)
    implements StateRecord {
  public Withdrawal {
    released = List.copyOf(released);
    history = List.copyOf(history);
  }

  /// The destination's canonical address, as approvers repeat it.
  public Optional<String> address() {
    return target.map(Target::address);
  }

  /// Whether the approvals that its newest decision counted would suffice without those of some
  /// persons.
  public boolean approvedWithout(Set<String> persons, Policy policy) {
    SortedSet<String> left = new TreeSet<>();
    for (GivenApproval approval : consent.approvals()) {
      if (decision.approvals().contains(approval.leafHash())) {
        left.add(approval.person());
      }
    }
    left.removeAll(persons);
    return policy.quorum(consent.requirement(), left).met();
  }

  Candidate candidate() {
    return candidate(consent);
  }

  Candidate candidate(Consent given) {
    return new Candidate(
        initiator,
        request.vault(),
        request.asset(),
        request.amount(),
        request.destination(),
        address(),
        request.feeCap(),
        request.expires(),
        given.requirement(),
        given.approvals(),
        given.rejections(),
        given.quorumAt(),
        given.readyAt(),
        order.orElse(Candidate.UNRESERVED));
  }

  @Override
  public String recordKey() {
    return "withdrawal/" + leafHash.hex();
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("leaf", leafHash.hex()).put("seq", seq).put("initiator", initiator);
    address().ifPresent(address -> node.put("address", address));
    node.put("status", status.name()).put("since", since);
    node.set("consent", consent.json());
    node.put("decision", decision.hash().hex());
    order.ifPresent(o -> node.put("order", o));
    node.put("cancelled", cancelled).put("vetoed", vetoed).put("attempts", attempts);
    authorization.ifPresent(a -> node.set("authorization", a.json()));
    ArrayNode gone = node.putArray("released");
    released.forEach(gone::add);
    signed.ifPresent(
        s -> node.putObject("signed").put("seq", s.seq()).put("ts", s.ts()).put("txid", s.txid()));
    chainReport.ifPresent(
        r -> node.putObject("chain").put("seq", r.seq()).put("status", r.status()));
    return node;
  }
}
