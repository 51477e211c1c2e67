package io.strongroom.chain.ethereum;

import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A plan with a signature that leads to a sender: the raw transaction that may be broadcast.
/// Immutable and public.
///
/// Whoever holds one knows the sender only as the key that fits the signature. That it is the
/// vault's account is for the caller to compare; see [#sender()].
public final class SignedTransfer {

  private final EthereumPlan plan;
  private final EcdsaSignature signature;
  private final EthereumAddress sender;

  /// @throws io.strongroom.chain.InvalidChainInputException naming `signature` if no key fits it
  public SignedTransfer(EthereumPlan plan, EcdsaSignature signature) {
    this.plan = plan;
    this.signature = signature;
    this.sender = EthereumAddress.ofPoint(Secp256k1.recoverPoint(plan.signingDigest(), signature));
  }

  /// Decodes the raw bytes of a signed transfer. Every other transaction is refused: other types,
  /// other gas limits, with data or an access list, high-s, not canonically encoded, to a reserved
  /// address, or longer than 256 bytes.
  ///
  /// @throws io.strongroom.chain.InvalidChainInputException naming `rawTransaction` or the field
  public static SignedTransfer decode(byte[] raw) {
    TransferRlp.Parts parts = TransferRlp.decodeSigned(raw);
    return new SignedTransfer(parts.plan(), parts.signature());
  }

  public EthereumPlan plan() {
    return plan;
  }

  public EcdsaSignature signature() {
    return signature;
  }

  /// The account of the key that the signature leads to.
  public EthereumAddress sender() {
    return sender;
  }

  /// The raw transaction, 0x02 and RLP, at most 256 bytes.
  public byte[] raw() {
    return TransferRlp.encodeSigned(plan, signature);
  }

  /// The transaction's identifier: `0x` and 64 lower-case digits of Keccak-256 over [#raw()].
  public String transactionId() {
    return "0x" + HexFormat.of().formatHex(Keccak.hash256(raw()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedTransfer that
        && plan.equals(that.plan)
        && signature.equals(that.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(plan, signature);
  }

  @Override
  public String toString() {
    return "SignedTransfer[" + transactionId() + "]";
  }
}
