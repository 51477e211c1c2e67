package io.strongroom.chain.ethereum;

import io.strongroom.chain.InvalidChainInputException;
import java.util.regex.Pattern;

/// An Ethereum chain, written `eip155:<id>` (CAIP-2) in policies and statements.
///
/// @param id the chain id of EIP-155, 1 ≤ id ≤ 9223372036854775771 (the bound that EIP-2294
///   proposes, so that old signature formats that add to it stay within 64 bits)
public record EthereumChain(long id) {

  /// The greatest chain id: floor((2^64 − 1) / 2) − 36.
  public static final long MAX_ID = Long.MAX_VALUE - 36;

  private static final String PREFIX = "eip155:";
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,18}");

  /// @throws InvalidChainInputException naming `chain` if the id is out of range
  public EthereumChain {
    if (id < 1 || id > MAX_ID) {
      throw new InvalidChainInputException("chain", "must have an id from 1 to " + MAX_ID);
    }
  }

  /// Whether `chain` names an Ethereum chain that this package can plan for. Never throws.
  public static boolean isSupported(String chain) {
    try {
      parse(chain);
      return true;
    } catch (InvalidChainInputException e) {
      return false;
    }
  }

  /// Parses `eip155:31337`. No sign, no leading zeros, no white space.
  ///
  /// @throws InvalidChainInputException naming `chain`
  public static EthereumChain parse(String chain) {
    if (!chain.startsWith(PREFIX)) {
      throw new InvalidChainInputException("chain", "must be written eip155:<chain id>");
    }
    return ofDecimal(chain.substring(PREFIX.length()), "chain");
  }

  /// The chain whose id is the decimal number `id`; errors name `field`.
  static EthereumChain ofDecimal(String id, String field) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidChainInputException(field, "must hold a positive decimal chain id");
    }
    try {
      return new EthereumChain(Long.parseLong(id));
    } catch (NumberFormatException e) {
      throw new InvalidChainInputException(field, "must hold a chain id of at most " + MAX_ID);
    } catch (InvalidChainInputException e) {
      throw new InvalidChainInputException(field, "must hold a chain id of at most " + MAX_ID);
    }
  }

  /// The CAIP-2 name, `eip155:<id>`.
  @Override
  public String toString() {
    return PREFIX + id;
  }
}
