package io.strongroom.cli.demo;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Proposals;
import io.strongroom.cli.client.ProvedEntry;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.custody.statement.Change;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.SubmitResponse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The people of the demonstration, each with their own keys, doing what the commands do.
final class Actors {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int DECIMALS = 18;

  private final DemoCluster cluster;

  Actors(DemoCluster cluster) {
    this.cluster = cluster;
  }

  Session trader() throws Exception {
    return cluster.session("trader-1");
  }

  Session security() throws Exception {
    return cluster.session("security-1");
  }

  private static long inAnHour() {
    return Clock.systemUTC().millis() + HOUR.toMillis();
  }

  /// The trader requests a withdrawal in ether.
  SubmitResponse request(String id, String ether, String destination) throws Exception {
    Desk desk = new Desk(trader());
    return desk.submit(
        desk.request(
            new Desk.Wish(
                id,
                DemoPolicy.VAULT,
                "ETH",
                wei(ether),
                destination,
                wei("0.005"),
                inAnHour(),
                Optional.empty())));
  }

  static BigInteger wei(String ether) {
    return new BigDecimal(ether).movePointRight(DECIMALS).toBigIntegerExact();
  }

  /// One person verifies and approves a request or proposal.
  ///
  /// @return what they verified
  ProvedEntry approve(String member, String leafHash) throws Exception {
    Session session = cluster.session(member);
    Subject subject = Subject.find(session, leafHash);
    ProvedEntry proved = subject.prove(session);
    Desk desk = new Desk(session);
    desk.submit(
        session.sign(desk.approval(proved, subject, Session.freshId("approval"), inAnHour())));
    return proved;
  }

  /// Operations propose a change, both board members verify and approve it, and it takes effect.
  Proposal change(String id, Change change, byte[] attachment) throws Exception {
    Session ops = cluster.session("ops-1");
    SubmitResponse answer = new Desk(ops).propose(id, inAnHour(), change, attachment);
    String leafHash = Views.hex(answer.getLeafHash());
    for (String member : List.of("board-1", "board-2")) {
      approve(member, leafHash);
    }
    Proposal view = Proposals.await(ops, leafHash, PATIENCE);
    if (!view.getState().equals("EFFECTIVE")) {
      throw new CliException(
          Exit.FAILURE, "PROPOSAL_ENDED", "", "proposal " + id + " is " + view.getState());
    }
    return view;
  }
}
