package io.strongroom.chain.ethereum;

import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.ECPoint;

/// The address of an Ethereum account that may be paid.
///
/// Statements hold the canonical form, `0x` and 40 lower-case hexadecimal digits; people see
/// [#checksummed()], the form of EIP-55. The reserved range of EIP-1352, 0 to 0xffff, is refused:
/// the zero address is where unset fields lead, the others are precompiled contracts (those in use
/// now are 0x01 to 0x11 and 0x100), and value sent to any of them is lost.
///
/// @param canonical `0x` and 40 lower-case hexadecimal digits
public record EthereumAddress(String canonical) {

  /// The length of an address in bytes.
  public static final int LENGTH = 20;

  private static final Pattern CANONICAL = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern WRITTEN = Pattern.compile("0x[0-9a-fA-F]{40}");
  private static final BigInteger LAST_RESERVED = BigInteger.valueOf(0xffff);
  private static final String FIELD = "address";

  /// @throws InvalidChainInputException naming `address` if the text is not canonical or the
  ///   address is reserved
  public EthereumAddress {
    if (!CANONICAL.matcher(canonical).matches()) {
      throw new InvalidChainInputException(
          FIELD, "must be 0x and 40 lower-case hexadecimal digits");
    }
    if (new BigInteger(canonical.substring(2), 16).compareTo(LAST_RESERVED) <= 0) {
      throw new InvalidChainInputException(FIELD, "must not be in the reserved range 0 to 0xffff");
    }
  }

  /// Parses what a person or another system wrote. Digits all in lower case carry no checksum and
  /// are accepted; as soon as one is in upper case, the whole text must be exactly the EIP-55 form,
  /// so text all in upper case is accepted only where that happens to be its checksum.
  ///
  /// @throws InvalidChainInputException naming `address`
  public static EthereumAddress parse(String text) {
    if (!WRITTEN.matcher(text).matches()) {
      throw new InvalidChainInputException(FIELD, "must be 0x and 40 hexadecimal digits");
    }
    String lower = text.toLowerCase(Locale.ROOT);
    EthereumAddress address = new EthereumAddress(lower);
    if (!text.equals(lower) && !text.equals(address.checksummed())) {
      throw new InvalidChainInputException(
          FIELD, "has a wrong checksum (EIP-55): a digit was mistyped or changed");
    }
    return address;
  }

  /// The account of a public key: the last 20 bytes of Keccak-256 over the uncompressed point x‖y.
  ///
  /// @param publicKey33 a compressed point, 33 bytes beginning with 2 or 3
  /// @throws InvalidChainInputException naming `publicKey` if it is no point of secp256k1
  public static EthereumAddress ofPublicKey(byte[] publicKey33) {
    return ofPoint(Secp256k1.decompress(publicKey33));
  }

  static EthereumAddress ofPoint(ECPoint point) {
    byte[] uncompressed = point.getEncoded(false);
    byte[] hash = Keccak.hash256(Arrays.copyOfRange(uncompressed, 1, uncompressed.length));
    return ofBytes(Arrays.copyOfRange(hash, hash.length - LENGTH, hash.length));
  }

  /// @param bytes 20 bytes
  static EthereumAddress ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new InvalidChainInputException(FIELD, "must be 20 bytes");
    }
    return new EthereumAddress("0x" + HexFormat.of().formatHex(bytes));
  }

  /// The form of EIP-55, for people: a letter is in upper case where the hash of the lower-case
  /// digits has a nibble of 8 or more.
  public String checksummed() {
    String digits = canonical.substring(2);
    byte[] hash = Keccak.hash256(digits.getBytes(StandardCharsets.US_ASCII));
    StringBuilder text = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      char digit = digits.charAt(i);
      text.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
    }
    return text.toString();
  }

  /// The 20 bytes.
  public byte[] bytes() {
    return HexFormat.of().parseHex(canonical, 2, canonical.length());
  }

  /// The canonical form.
  @Override
  public String toString() {
    return canonical;
  }
}
