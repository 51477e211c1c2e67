package io.strongroom.cli.client;

import io.grpc.Status;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.ListProposalsRequest;
import io.strongroom.proto.v1.ListWithdrawalsRequest;
import io.strongroom.proto.v1.ListWithdrawalsResponse;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.ProveInclusionRequest;
import io.strongroom.proto.v1.Withdrawal;
import java.util.ArrayList;
import java.util.List;

/// What a command is about, as the coordinator describes it: a withdrawal or a proposal. Found by
/// its id, or by its leaf hash or the beginning of that. Not to be believed before [#prove].
public sealed interface Subject {

  /// A withdrawal.
  record OfWithdrawal(Withdrawal view) implements Subject {
    @Override
    public Hash32 leafHash() {
      return hash(view.getLeafHash());
    }

    @Override
    public long seq() {
      return view.getSeq();
    }

    @Override
    public String name() {
      return "request " + view.getRequestId();
    }
  }

  /// A proposal.
  record OfProposal(Proposal view) implements Subject {
    @Override
    public Hash32 leafHash() {
      return hash(view.getLeafHash());
    }

    @Override
    public long seq() {
      return view.getSeq();
    }

    @Override
    public String name() {
      return "proposal " + view.getId();
    }
  }

  /// The entry's leaf hash, as the coordinator says.
  Hash32 leafHash();

  /// The entry's position, as the coordinator says.
  long seq();

  /// `request w-1`.
  String name();

  /// Fetches and verifies the entry.
  ///
  /// @throws CliException VERIFICATION_FAILED
  default ProvedEntry prove(Session session) {
    ProveInclusionRequest request = ProveInclusionRequest.newBuilder().setSeq(seq()).build();
    return ProvedEntry.verify(
        session.genesis(), leafHash(), session.ask(() -> session.log().proveInclusion(request)));
  }

  private static Hash32 hash(String hex) {
    try {
      return Hash32.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw CliException.unproved("the coordinator names a leaf hash that is none");
    }
  }

  /// Finds a withdrawal or a proposal.
  ///
  /// @throws CliException NOT_FOUND; USAGE when several match
  static Subject find(Session session, String name) {
    List<Subject> found = new ArrayList<>();
    withdrawals(session, name).forEach(view -> found.add(new OfWithdrawal(view)));
    session
        .ask(() -> session.desk().listProposals(ListProposalsRequest.getDefaultInstance()))
        .getProposalsList()
        .stream()
        .filter(view -> matches(name, view.getId(), view.getLeafHash()))
        .forEach(view -> found.add(new OfProposal(view)));
    return only(name, found);
  }

  /// Finds a withdrawal.
  ///
  /// @throws CliException NOT_FOUND; USAGE when several match
  static OfWithdrawal findWithdrawal(Session session, String name) {
    return only(name, withdrawals(session, name).stream().map(OfWithdrawal::new).toList());
  }

  private static <T extends Subject> T only(String name, List<T> found) {
    if (found.isEmpty()) {
      throw CliException.notFound("there is no " + name + " in this cluster's log");
    }
    if (found.size() > 1) {
      throw CliException.usage(
          "ID",
          name
              + " is ambiguous; use the leaf hash: "
              + String.join(", ", found.stream().map(each -> each.leafHash().hex()).toList()));
    }
    return found.getFirst();
  }

  private static List<Withdrawal> withdrawals(Session session, String name) {
    if (name.matches("[0-9a-f]{64}")) {
      try {
        GetWithdrawalRequest request = GetWithdrawalRequest.newBuilder().setLeafHash(name).build();
        return List.of(session.ask(() -> session.desk().getWithdrawal(request)));
      } catch (StrongroomException e) {
        if (e.code().status() == Status.Code.NOT_FOUND) {
          return List.of();
        }
        throw e;
      }
    }
    return all(session, ListWithdrawalsRequest.getDefaultInstance()).stream()
        .filter(view -> matches(name, view.getRequestId(), view.getLeafHash()))
        .toList();
  }

  /// Every withdrawal that a query gives, page by page, at most 10,000.
  static List<Withdrawal> all(Session session, ListWithdrawalsRequest query) {
    List<Withdrawal> all = new ArrayList<>();
    String token = "";
    do {
      ListWithdrawalsRequest page = query.toBuilder().setPageSize(500).setPageToken(token).build();
      ListWithdrawalsResponse answer = session.ask(() -> session.desk().listWithdrawals(page));
      all.addAll(answer.getWithdrawalsList());
      token = answer.getNextPageToken();
    } while (!token.isEmpty() && all.size() < 10_000);
    return all;
  }

  private static boolean matches(String name, String id, String leafHash) {
    return name.equals(id) || (name.matches("[0-9a-f]{8,64}") && leafHash.startsWith(name));
  }
}
