package io.strongroom.cli.ceremony;

import io.strongroom.cli.profile.MemberKeys;
import io.strongroom.cli.profile.SealedSeeds;
import io.strongroom.cli.profile.Unlocking;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import java.util.EnumSet;

/// One party's signature of a draft, made where its keys are.
public final class Signing {

  private Signing() {}

  /// Signs with the key that the draft names for this party: a node's identity key, the
  /// coordinator's key, a member's key.
  ///
  /// @return an envelope with one signature, to be sent to whoever runs the ceremony
  /// @throws InvalidStatementException UNKNOWN_SIGNER or BAD_SIGNATURE when the draft does not name
  ///   this party or names another key
  public static Envelope sign(
      Draft draft, ProcessDirectory directory, IdentityCard card, Unlocking unlocking)
      throws SealException, InvalidStatementException {
    requireOwnTls(draft.genesis(), card);
    String entry =
        switch (card.principal().kind()) {
          case NODE -> "identity";
          case COORDINATOR -> "key";
          case MEMBER -> MemberKeys.KEY;
        };
    // Whoever signs has seen the parameters; the draft's author had to accept each weakness.
    GenesisCeremony ceremony =
        GenesisCeremony.open(draft.genesis(), EnumSet.allOf(QuorumParameters.Weakness.class));
    try (SealedKeystore keystore = unlocking.open(directory);
        Ed25519PrivateKey key = SealedSeeds.key(keystore, entry)) {
      return ceremony.sign(key.signer(card.principal().id()));
    }
  }

  private static void requireOwnTls(Genesis genesis, IdentityCard card) {
    String id = card.principal().id();
    String pinned =
        switch (card.principal().kind()) {
          case NODE -> genesis.node(id).map(node -> node.tls().hex()).orElse("");
          case COORDINATOR -> genesis.coordinator().tls().hex();
          case MEMBER -> genesis.credential(id).map(one -> one.tls().hex()).orElse("");
        };
    if (pinned.isEmpty()) {
      throw CliException.usage("--draft", "the draft does not name the " + card.principal());
    }
    if (!pinned.equals(card.tls().hex())) {
      throw CliException.usage(
          "--draft", "the draft names another TLS key for the " + card.principal());
    }
  }
}
