package io.strongroom.cli.client;

import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.terminal.Table;
import io.strongroom.cli.terminal.Times;
import io.strongroom.proto.v1.Withdrawal;
import java.util.List;

/// Withdrawals as a table.
public final class Withdrawals {

  private static final int HASH_DIGITS = 12;

  private static final int MAX_WHY = 60;

  private Withdrawals() {}

  /// One line each.
  public static Table table(List<Withdrawal> views, Amounts amounts) {
    Table table = new Table("ID", "STATE", "AMOUNT", "FROM", "TO", "CHAIN", "WHY", "LEAF HASH");
    for (Withdrawal view : views) {
      String hash = view.getLeafHash();
      table.row(
          view.getRequestId(),
          view.getState(),
          amounts.text(view.getAmount(), view.getAsset()),
          view.getVault(),
          view.getDestination(),
          view.getChainState(),
          shortened(Times.inSentence(view.getReason())),
          hash.substring(0, Math.min(HASH_DIGITS, hash.length())));
    }
    return table;
  }

  private static String shortened(String text) {
    return text.length() <= MAX_WHY ? text : text.substring(0, MAX_WHY - 3) + "...";
  }
}
