package io.strongroom.cli.command;

import io.strongroom.custody.statement.Change;

/// Changes as people read them.
final class Changes {

  private Changes() {}

  static String text(Change change) {
    return switch (change) {
      case Change.NewPolicy(var hash) ->
          "adopt the policy of hash " + hash.hex() + " (read it: strongroom policy show --hash)";
      case Change.AddDestination(var destination) ->
          "add destination "
              + destination.id()
              + destination.group().map(group -> " of group " + group).orElse("")
              + ": "
              + destination.address()
              + " on "
              + destination.chain();
      case Change.RemoveDestination(var id) -> "remove destination " + id;
      case Change.Unfreeze(var scope) -> "lift the freeze of " + scope.text();
      case Change.NewVault order ->
          "make vault "
              + order.vault()
              + " on "
              + order.chain()
              + ": key "
              + order.keyId()
              + ", "
              + order.threshold()
              + " of nodes "
              + order.parties().toString().replaceAll("[\\[\\]]", "");
    };
  }
}
