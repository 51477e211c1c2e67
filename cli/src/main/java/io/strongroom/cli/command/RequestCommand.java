package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.profile.Outbox;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.policy.FeeCap;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.Statements;
import io.strongroom.proto.v1.Decision;
import io.strongroom.proto.v1.EvaluateRequest;
import io.strongroom.proto.v1.SubmitResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Requests a withdrawal.
@Command(
    name = "request",
    description = {
      "Request a withdrawal.",
      "It is signed here and submitted. Repeating the command with the same --id and content is safe: the same",
      "bytes go out again and get the first answer. Ends with 3 when policy denies it."
    },
    footer = {
      "  strongroom request --vault hot --amount \"1.5 ETH\" --to exchange-1 --id inv-4711",
      "  strongroom request --vault hot --amount \"250 ETH\" --to exchange-1 --dry-run",
      "  strongroom request --vault treasury --amount \"10 ETH\" --to vault:hot --fee-cap 0.01 --wait"
    })
final class RequestCommand extends MemberCommand {

  private static final String IDENTIFIER = "[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}";

  @Option(names = "--vault", required = true, paramLabel = "NAME", description = "Paid from.")
  String vault;

  @Option(
      names = "--amount",
      required = true,
      paramLabel = "\"N ASSET\"",
      description = "How much, in units of the asset: \"1.5 ETH\".")
  String amount;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DESTINATION",
      description = "Id of an allowlisted destination, or vault:NAME.")
  String destination;

  @Option(
      names = "--fee-cap",
      paramLabel = "N",
      description =
          "The most that may be paid in fees, in units of the asset; it counts towards limits. Default: what policy allows.")
  Optional<String> feeCap = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Your id for it, used once. Default: a random one.")
  Optional<String> id = Optional.empty();

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      defaultValue = "24h",
      description = "After which it ends unsigned. Default: ${DEFAULT-VALUE}")
  String expires;

  @Option(
      names = "--memo",
      paramLabel = "TEXT",
      description = "At most 200 characters of plain ASCII, for those who approve.")
  Optional<String> memo = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Only ask what policy would decide now; nothing is signed or logged.")
  boolean dryRun;

  @Mixin WaitOptions waiting;

  @Override
  Exit run(Output output, Session session) throws Exception {
    Policy policy = session.policyInForce();
    Amounts amounts = new Amounts(session.profile().policy(), Optional.of(policy));
    Desk.Wish wish = wish(policy, amounts);
    if (dryRun) {
      return evaluate(session, wish, output);
    }
    Desk desk = new Desk(session);
    SubmitResponse answer = desk.submit(envelope(session, desk, wish));
    var view = answer.getWithdrawal();
    output.line(Sentences.acknowledged(answer));
    if (waiting.wait) {
      return Following.follow(
          session, Views.hex(answer.getLeafHash()), waiting.most(), Desk::isFinal, amounts, output);
    }
    Sentences.print(view, amounts, output);
    var node = Views.json(answer);
    node.set("withdrawal", Views.json(view));
    output.json(node);
    return Following.exitOf(view);
  }

  private Desk.Wish wish(Policy policy, Amounts amounts) {
    Amounts.Amount what = amounts.parse("--amount", amount);
    BigInteger fee =
        feeCap
            .map(text -> amounts.parse("--fee-cap", text, what.asset()).base())
            .orElseGet(() -> mostFee(policy.fee(), what));
    String name = id.orElseGet(() -> Session.freshId("w"));
    if (!name.matches(IDENTIFIER)) {
      throw CliException.usage("--id", "must be letters, digits and ._:-, at most 64");
    }
    long until = Clock.systemUTC().millis() + Times.durationMs("--expires", expires);
    return new Desk.Wish(
        name, vault, what.asset().symbol(), what.base(), destination, fee, until, memo);
  }

  /// The greatest fee cap that policy allows for this amount.
  private static BigInteger mostFee(FeeCap rule, Amounts.Amount what) {
    BigInteger most = rule.maxAbs().getOrDefault(what.asset().symbol(), BigInteger.ZERO);
    return rule.maxPercent()
        .map(percent ->
            new BigDecimal(what.base())
                .multiply(percent)
                .movePointLeft(2)
                .setScale(0, RoundingMode.DOWN)
                .toBigIntegerExact())
        .map(most::min)
        .orElse(most);
  }

  /// The envelope that was signed under this id before, if it says the same; else a new one, kept
  /// before it is sent.
  private Envelope envelope(Session session, Desk desk, Desk.Wish wish)
      throws IOException, InvalidStatementException {
    Outbox outbox = new Outbox(session.profile());
    Optional<Envelope> before = outbox.find(wish.id());
    if (before.isPresent()) {
      requireSame(before.get(), session, wish);
      return before.get();
    }
    Envelope envelope = desk.request(wish);
    outbox.keep(wish.id(), envelope);
    return envelope;
  }

  private void requireSame(Envelope before, Session session, Desk.Wish wish)
      throws InvalidStatementException {
    boolean same =
        Statements.decode(before) instanceof Request request
            && request.log().equals(session.genesis().origin())
            && request.vault().equals(wish.vault())
            && request.asset().equals(wish.asset())
            && request.amount().equals(wish.amount())
            && request.destination().equals(wish.destination())
            && (feeCap.isEmpty() || request.feeCap().equals(wish.feeCap()))
            && request.memo().equals(wish.memo());
    if (!same) {
      throw new CliException(
          Exit.REFUSED,
          "ID_REUSED",
          "--id",
          "you have signed another request under the id " + wish.id() + " already");
    }
  }

  private static Exit evaluate(Session session, Desk.Wish wish, Output output) {
    EvaluateRequest request =
        EvaluateRequest.newBuilder()
            .setVault(wish.vault())
            .setAsset(wish.asset())
            .setAmount(wish.amount().toString())
            .setDestination(wish.destination())
            .setFeeCap(wish.feeCap().toString())
            .setExpiresTs(wish.expires())
            .build();
    Decision decision = session.ask(() -> session.desk().evaluate(request));
    Sentences.print(decision, output);
    output.json(Views.json(decision));
    return decision.getOutcome().equals("DENY") ? Exit.REFUSED : Exit.OK;
  }
}
