package io.strongroom.cli.client;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Intent;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.custody.statement.Request;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.SubmitRequest;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.Withdrawal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What a member does at the coordinator's desk. Statements are signed here; the coordinator gets
/// them finished.
public final class Desk {

  private static final int WAIT_MS = 20_000;

  private final Session session;

  /// @param session whose member speaks
  public Desk(Session session) {
    this.session = session;
  }

  /// What a withdrawal is to do, before it is signed.
  ///
  /// @param expires milliseconds since the Unix epoch
  public record Wish(
      String id,
      String vault,
      String asset,
      BigInteger amount,
      String destination,
      BigInteger feeCap,
      long expires,
      Optional<String> memo) {}

  /// Signs a request.
  public Envelope request(Wish wish) {
    return session.sign(
        new Request(
            session.header(wish.id(), wish.expires()),
            wish.vault(),
            wish.asset(),
            wish.amount(),
            wish.destination(),
            wish.feeCap(),
            wish.memo()));
  }

  /// Submits a statement and waits until it is committed, or long enough.
  public SubmitResponse submit(Envelope envelope) {
    return submit(envelope, new byte[0]);
  }

  /// Submits a statement with the document that it names.
  public SubmitResponse submit(Envelope envelope, byte[] attachment) {
    SubmitRequest request =
        SubmitRequest.newBuilder()
            .setEnvelope(ByteString.copyFrom(envelope.bytes()))
            .setAttachment(ByteString.copyFrom(attachment))
            .setWaitMs(WAIT_MS)
            .build();
    return session.ask(() ->
        session.desk().withDeadlineAfter(WAIT_MS + 10_000L, TimeUnit.MILLISECONDS).submit(request));
  }

  /// Signs and submits a proposal.
  ///
  /// @param attachment the document that the change names by hash, else empty
  public SubmitResponse propose(String id, long expires, Change change, byte[] attachment) {
    return submit(session.sign(new Proposal(session.header(id, expires), change)), attachment);
  }

  /// An approval of what was proved.
  ///
  /// @param proved the verified entry: what is approved comes from it, not from the description
  /// @param subject the coordinator's description, which gives address and requirement: nodes
  ///   refuse the approval unless they are the right ones
  public Approval approval(ProvedEntry proved, Subject subject, String id, long expires) {
    return switch (subject) {
      case Subject.OfProposal(var view) ->
          new Approval(
              session.header(id, expires),
              proved.leaf().hash(),
              requirements(view.getRequirementsHash()),
              Optional.empty());
      case Subject.OfWithdrawal(var view) -> {
        if (!(proved.statement() instanceof Request request)) {
          throw CliException.unproved("the entry is no request, as the coordinator says");
        }
        yield new Approval(
            session.header(id, expires),
            proved.leaf().hash(),
            requirements(view.getRequirementsHash()),
            Optional.of(
                new Intent(
                    request.vault(),
                    request.asset(),
                    request.amount(),
                    view.getAddress(),
                    request.feeCap(),
                    request.expires())));
      }
    };
  }

  private static Hash32 requirements(String hex) {
    try {
      return Hash32.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw CliException.unproved("the coordinator names no requirements to approve");
    }
  }

  /// The withdrawal as it stands.
  public Withdrawal withdrawal(String leafHash) {
    GetWithdrawalRequest request = GetWithdrawalRequest.newBuilder().setLeafHash(leafHash).build();
    return session.ask(() -> session.desk().getWithdrawal(request));
  }

  /// Follows a withdrawal until `enough` is true of it, or the coordinator has nothing more to
  /// tell.
  ///
  /// @param changed told every state that is seen
  /// @return the newest
  /// @throws CliException UNREACHABLE when it takes longer than `most`
  public Withdrawal follow(
      String leafHash, Duration most, Predicate<Withdrawal> enough, Consumer<Withdrawal> changed) {
    GetWithdrawalRequest request = GetWithdrawalRequest.newBuilder().setLeafHash(leafHash).build();
    CancellableContext call = Context.current().withCancellation();
    Context before = call.attach();
    try {
      Iterator<Withdrawal> stream =
          session
              .desk()
              .withDeadlineAfter(most.toMillis(), TimeUnit.MILLISECONDS)
              .watchWithdrawal(request);
      Withdrawal newest = Withdrawal.getDefaultInstance();
      while (!enough.test(newest) && session.ask(stream::hasNext)) {
        newest = stream.next();
        changed.accept(newest);
      }
      return newest;
    } catch (CliException e) {
      if (e.code().equals(ErrorCode.DEADLINE.reason())) {
        throw new CliException(
            Exit.UNREACHABLE,
            "TIMEOUT",
            "--timeout",
            "it took longer than " + Times.elapsed(most) + "; it goes on without you",
            e);
      }
      throw e;
    } finally {
      call.detach(before);
      call.cancel(null);
    }
  }

  /// Whether custody has nothing more to do about it; the chain may.
  public static boolean isFinal(Withdrawal view) {
    return switch (view.getState()) {
      case "DENIED", "SIGNED", "REJECTED", "CANCELLED", "EXPIRED" -> true;
      default -> false;
    };
  }
}
