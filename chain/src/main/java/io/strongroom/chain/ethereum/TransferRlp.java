package io.strongroom.chain.ethereum;

import com.esaulpaugh.headlong.rlp.RLPDecoder;
import com.esaulpaugh.headlong.rlp.RLPEncoder;
import com.esaulpaugh.headlong.rlp.RLPItem;
import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/// The bytes of a type 2 transaction: 0x02 followed by the RLP list of its fields (EIP-2718,
/// EIP-1559).
final class TransferRlp {

  /// No transfer is longer: three 32-byte amounts, r, s, the recipient and the small fields take
  /// less.
  static final int MAX_RAW_LENGTH = 256;

  private static final byte TYPE_2 = 0x02;
  private static final int SIGNED_FIELDS = 12;
  private static final String FIELD = "rawTransaction";

  private TransferRlp() {}

  /// What is hashed for signing.
  static byte[] encodeUnsigned(EthereumPlan plan) {
    return typed(unsignedFields(plan));
  }

  /// What is broadcast.
  static byte[] encodeSigned(EthereumPlan plan, EcdsaSignature signature) {
    List<Object> fields = unsignedFields(plan);
    fields.add(integer(BigInteger.valueOf(signature.yParity())));
    fields.add(integer(signature.r()));
    fields.add(integer(signature.s()));
    return typed(fields);
  }

  /// The decoded parts of a raw transaction.
  record Parts(EthereumPlan plan, EcdsaSignature signature) {}

  /// Decodes a signed transfer and nothing else. Strict: the bytes must be exactly those that
  /// encoding gives back.
  static Parts decodeSigned(byte[] raw) {
    if (raw.length == 0 || raw.length > MAX_RAW_LENGTH) {
      throw new InvalidChainInputException(
          FIELD, "must have from 1 to " + MAX_RAW_LENGTH + " bytes");
    }
    if (raw[0] != TYPE_2) {
      throw new InvalidChainInputException(FIELD, "must be a type 2 transaction");
    }
    List<RLPItem> fields = elements(raw);
    if (fields.size() != SIGNED_FIELDS) {
      throw new InvalidChainInputException(FIELD, "must have " + SIGNED_FIELDS + " fields");
    }
    if (smallNumber(fields, 4, "gasLimit") != EthereumPlan.GAS_LIMIT) {
      throw new InvalidChainInputException("gasLimit", "must be " + EthereumPlan.GAS_LIMIT);
    }
    if (text(fields, 7, "data").length != 0) {
      throw new InvalidChainInputException("data", "must be empty");
    }
    if (!fields.get(8).isList() || fields.get(8).dataLength != 0) {
      throw new InvalidChainInputException("accessList", "must be empty");
    }
    EthereumPlan plan =
        new EthereumPlan(
            new EthereumChain(smallNumber(fields, 0, "chainId")),
            smallNumber(fields, 1, "nonce"),
            EthereumAddress.ofBytes(text(fields, 5, "to")),
            number(fields, 6, "value"),
            number(fields, 3, "maxFeePerGas"),
            number(fields, 2, "maxPriorityFeePerGas"));
    BigInteger yParity = number(fields, 9, "yParity");
    if (yParity.bitLength() > 1) {
      throw new InvalidChainInputException("yParity", "must be 0 or 1");
    }
    EcdsaSignature signature =
        new EcdsaSignature(number(fields, 10, "r"), number(fields, 11, "s"), yParity.intValue());
    if (!Arrays.areEqual(raw, encodeSigned(plan, signature))) {
      throw new InvalidChainInputException(FIELD, "must be encoded in the one canonical way");
    }
    return new Parts(plan, signature);
  }

  private static List<Object> unsignedFields(EthereumPlan plan) {
    List<Object> fields = new ArrayList<>(SIGNED_FIELDS);
    fields.add(integer(BigInteger.valueOf(plan.chain().id())));
    fields.add(integer(BigInteger.valueOf(plan.nonce())));
    fields.add(integer(plan.maxPriorityFeePerGasWei()));
    fields.add(integer(plan.maxFeePerGasWei()));
    fields.add(integer(BigInteger.valueOf(EthereumPlan.GAS_LIMIT)));
    fields.add(plan.to().bytes());
    fields.add(integer(plan.valueWei()));
    fields.add(new byte[0]);
    fields.add(List.of());
    return fields;
  }

  private static byte[] typed(List<Object> fields) {
    return Arrays.prepend(RLPEncoder.list(fields), TYPE_2);
  }

  /// RLP's integer: big-endian without leading zeros, so zero is empty.
  private static byte[] integer(BigInteger value) {
    return value.signum() == 0 ? new byte[0] : BigIntegers.asUnsignedByteArray(value);
  }

  private static List<RLPItem> elements(byte[] raw) {
    try {
      // Bytes after the list are for the comparison with the canonical encoding to refuse.
      return RLPDecoder.RLP_STRICT.wrapList(raw, 1).elements();
    } catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException e) {
      throw new InvalidChainInputException(FIELD, "must be strict RLP");
    }
  }

  private static byte[] text(List<RLPItem> fields, int index, String name) {
    RLPItem item = fields.get(index);
    if (!item.isString()) {
      throw new InvalidChainInputException(name, "must not be a list");
    }
    return item.data();
  }

  private static BigInteger number(List<RLPItem> fields, int index, String name) {
    byte[] bytes = text(fields, index, name);
    if (bytes.length > 32 || (bytes.length > 0 && bytes[0] == 0)) {
      throw new InvalidChainInputException(
          name, "must be an integer below 2^256 without leading zeros");
    }
    return new BigInteger(1, bytes);
  }

  private static long smallNumber(List<RLPItem> fields, int index, String name) {
    BigInteger number = number(fields, index, name);
    if (number.bitLength() > 63) {
      throw new InvalidChainInputException(name, "is too large");
    }
    return number.longValueExact();
  }
}
