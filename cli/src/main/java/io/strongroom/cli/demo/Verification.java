package io.strongroom.cli.demo;

import io.strongroom.chain.InvalidChainInputException;
import io.strongroom.chain.ethereum.Secp256k1;
import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.proto.v1.Vault;
import io.strongroom.proto.v1.Withdrawal;
import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// Checks a raw transaction with arithmetic that the signing protocol does not use: Bouncy
/// Castle's.
final class Verification {

  /// What the checks are called in the report.
  static final String VERIFIER =
      "Bouncy Castle "
          + new BouncyCastleProvider().getVersionStr()
          + " (ECDSA verification and sender recovery)";

  private Verification() {}

  /// Verifies that the raw bytes are a transfer of exactly this withdrawal, signed by the vault's
  /// key with a low s, sent by the vault's address, and of the transaction id that was reported.
  ///
  /// @throws CliException VERIFICATION_FAILED naming what is not so
  static SignedTransfer check(Withdrawal view, Vault vault) {
    SignedTransfer transfer;
    try {
      transfer =
          SignedTransfer.decode(HexFormat.of().parseHex(view.getRawTransaction().substring(2)));
    } catch (InvalidChainInputException e) {
      throw CliException.unproved("the raw transaction is no transfer: " + e.getMessage());
    }
    boolean signed =
        Secp256k1.verifyVarTime(
            vault.getPublicKey().toByteArray(),
            transfer.plan().signingDigest(),
            transfer.signature().bytes());
    require(signed, "the signature is not the vault's");
    require(
        transfer.sender().canonical().equals(vault.getAddressesMap().get(DemoPolicy.CHAIN)),
        "the sender is not the vault's address");
    require(transfer.plan().to().canonical().equals(view.getAddress()), "it pays another address");
    require(
        transfer.plan().valueWei().equals(new BigInteger(view.getAmount())),
        "it pays another amount");
    require(transfer.transactionId().equals(view.getTxid()), "the transaction id is another");
    return transfer;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw CliException.unproved("raw transaction: " + otherwise);
    }
  }
}
