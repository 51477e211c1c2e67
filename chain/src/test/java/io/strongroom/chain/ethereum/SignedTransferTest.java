package io.strongroom.chain.ethereum;

import static io.strongroom.chain.ethereum.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esaulpaugh.headlong.rlp.RLPEncoder;
import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

final class SignedTransferTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final String SIGNATURE_OF_VECTORS =
      "80a05cbd172231fc0735e0fb994dd5b1a4939170a260b36f0427a8a80866b063b948"
          + "a07c230f7f578dd61785c93361b9871c0706ebfa6d06e3f4491dc9558c5202ed36";
  private static final String TAIL_OF_VECTORS =
      "82520894095e7baea6a6c7c4c2dfeb977efac326af552d878080c0" + SIGNATURE_OF_VECTORS;

  private static final EthereumPlan PLAN =
      new EthereumPlan(
          new EthereumChain(1),
          4,
          new EthereumAddress("0x0395001fab2f2373d8741d341ca614c472502c9d"),
          new BigInteger("1000000000000000000"),
          new BigInteger("20000000000"),
          new BigInteger("5000000000"));

  /// A transfer signed by another implementation (alloy, RFC 6979), bytes and all.
  @Test
  void knownAnswer_bytesAndSender() {
    SoftwareKey key =
        new SoftwareKey(
            new BigInteger("ce75f1a875f2db7fb064f5dbd302b0c77ffeaa18cc4c314167a5111a04f79afa", 16));
    SignedTransfer transfer = new SignedTransfer(PLAN, key.sign(PLAN.signingDigest()));

    assertEquals(
        "02f874010485012a05f2008504a817c800825208940395001fab2f2373d8741d341ca614c472502c9d880de0b6b3a764000080"
            + "c001a02c95f6c35b96a4600cb7d39fa793eef41ed5607772b3d828c3a0a2101b1e7584"
            + "a0076ce04d76aa7d064c9bf408987aed6b6cdbe9d781889fcd6c4adf27ac0c7493",
        HEX.formatHex(transfer.raw()));
    assertEquals(EthereumAddress.ofPublicKey(key.publicKey33()), transfer.sender());
    assertEquals(transfer, SignedTransfer.decode(transfer.raw()));
    assertEquals(transfer.hashCode(), SignedTransfer.decode(transfer.raw()).hashCode());
  }

  /// ethereum/tests, TransactionTests/ttEIP1559/GasLimitPriceProductOverflowtMinusOne: the vector
  /// that London accepts.
  @Test
  void officialVector_acceptedWithHashAndSender() {
    SignedTransfer transfer =
        SignedTransfer.decode(
            HEX.parseHex("02f885018084773594009f02" + "ff".repeat(30) + TAIL_OF_VECTORS));

    assertEquals(
        "0xdad8bff3ecfcf95169b1d5625b47f3372be795802bc4fe570991cf332f609334",
        transfer.transactionId());
    assertEquals("0xae2aec498d20869d441eaaf708fb1e375ae1787d", transfer.sender().canonical());
    assertEquals(new BigInteger("2000000000"), transfer.plan().maxPriorityFeePerGasWei());
    assertEquals(BigInteger.ZERO, transfer.plan().valueWei());
  }

  /// ethereum/tests, TransactionTests/ttEIP1559: what no fork accepts. Columns: the fields up to
  /// the gas limit.
  @ParameterizedTest
  @CsvSource({
    // GasLimitPriceProductOverflow
    "maxFeePerGas, f885, 018084773594009f03ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    // maxFeePerGas32BytesValue
    "maxFeePerGas, f886, 01808477359400a0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    // maxFeePerGasOverflow
    "maxFeePerGas, f887, 01808477359400a1010000000000000000000000000000000000000000000000000000000000000000",
    // maxFeePerGas00prefix
    "maxFeePerGas, f887, 01808477359400a100ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    // maxPriorityFeePerGass32BytesValue
    "maxPriorityFeePerGas, f886, 0180a0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff84b2d05e00",
    // maxPriorityFeePerGas00prefix
    "maxPriorityFeePerGas, f887, 0180a100ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff84b2d05e00",
    // maxPriorityFeePerGasOverflow
    "maxPriorityFeePerGas, f887, 0180a101000000000000000000000000000000000000000000000000000000000000000084b2d05e00",
  })
  void officialVectors_refused(String field, String header, String head) {
    assertRefused(
        field, () -> SignedTransfer.decode(HEX.parseHex("02" + header + head + TAIL_OF_VECTORS)));
  }

  @Test
  void web3j_agreesOnDigestBytesHashAndSender() {
    Seeded.forEachSeed(
        80,
        seeded -> {
          EthereumPlan plan = seeded.plan();
          SoftwareKey key = seeded.key();
          Credentials credentials = Credentials.create(key.scalar().toString(16));
          RawTransaction theirs =
              RawTransaction.createTransaction(
                  plan.chain().id(),
                  BigInteger.valueOf(plan.nonce()),
                  BigInteger.valueOf(EthereumPlan.GAS_LIMIT),
                  plan.to().canonical(),
                  plan.valueWei(),
                  "",
                  plan.maxPriorityFeePerGasWei(),
                  plan.maxFeePerGasWei());
          assertArrayEquals(Hash.sha3(TransactionEncoder.encode(theirs)), plan.signingDigest());

          SignedTransfer ours = new SignedTransfer(plan, key.sign(plan.signingDigest()));
          byte[] theirBytes = TransactionEncoder.signMessage(theirs, credentials);
          assertArrayEquals(theirBytes, ours.raw());
          assertEquals(Numeric.toHexString(Hash.sha3(theirBytes)), ours.transactionId());
          assertEquals(credentials.getAddress(), ours.sender().canonical());

          SignedRawTransaction decoded =
              (SignedRawTransaction) TransactionDecoder.decode(Numeric.toHexString(ours.raw()));
          assertEquals(plan.valueWei(), decoded.getValue());
          assertEquals(plan.to().canonical(), decoded.getTo());
          assertEquals(ours, SignedTransfer.decode(theirBytes));
          assertEquals(ours.sender().canonical(), decoded.getFrom());
        });
  }

  @Test
  void flippedParity_givesAnotherSender() {
    SoftwareKey key = new SoftwareKey(BigInteger.TEN);
    EcdsaSignature signature = key.sign(PLAN.signingDigest());
    EcdsaSignature flipped =
        new EcdsaSignature(signature.r(), signature.s(), 1 - signature.yParity());

    assertNotEquals(
        new SignedTransfer(PLAN, signature).sender(), new SignedTransfer(PLAN, flipped).sender());
    assertNotEquals(new SignedTransfer(PLAN, signature), new SignedTransfer(PLAN, flipped));
  }

  @Test
  void signatureWithoutAKey_isRefused() {
    assertRefused(
        "signature",
        () ->
            new SignedTransfer(PLAN, new EcdsaSignature(BigInteger.valueOf(5), BigInteger.ONE, 0)));
  }

  /// A signed transfer's RLP fields, of which tests replace some.
  private static List<Object> rawFields() {
    EcdsaSignature signature = new SoftwareKey(BigInteger.TEN).sign(PLAN.signingDigest());
    List<Object> fields = new ArrayList<>();
    fields.add(new byte[] {1});
    fields.add(new byte[] {4});
    fields.add(BigIntegers.asUnsignedByteArray(PLAN.maxPriorityFeePerGasWei()));
    fields.add(BigIntegers.asUnsignedByteArray(PLAN.maxFeePerGasWei()));
    fields.add(new byte[] {0x52, 0x08});
    fields.add(PLAN.to().bytes());
    fields.add(BigIntegers.asUnsignedByteArray(PLAN.valueWei()));
    fields.add(new byte[0]);
    fields.add(List.of());
    fields.add(signature.yParity() == 0 ? new byte[0] : new byte[] {1});
    fields.add(BigIntegers.asUnsignedByteArray(signature.r()));
    fields.add(BigIntegers.asUnsignedByteArray(signature.s()));
    return fields;
  }

  private static byte[] typed(int type, List<Object> fields) {
    byte[] list = RLPEncoder.list(fields);
    byte[] raw = new byte[list.length + 1];
    raw[0] = (byte) type;
    System.arraycopy(list, 0, raw, 1, list.length);
    return raw;
  }

  private static void assertFieldRefused(String name, int index, Object value) {
    List<Object> fields = rawFields();
    fields.set(index, value);
    assertRefused(name, () -> SignedTransfer.decode(typed(2, fields)));
  }

  @Test
  void unchangedFields_decode() {
    assertEquals(PLAN, SignedTransfer.decode(typed(2, rawFields())).plan());
  }

  @Test
  void fieldsOutsideTheSchema_areRefused() {
    byte[] tooLong = new byte[33];
    tooLong[0] = 1;
    byte[] uint64 = new byte[] {-1, -1, -1, -1, -1, -1, -1, -1};
    byte[] wrapsToGas = new byte[] {1, 0, 0, 0, 0, 0, 0, 0x52, 0x08};
    assertFieldRefused("chain", 0, new byte[0]);
    assertFieldRefused("chainId", 0, uint64);
    assertFieldRefused("nonce", 1, new byte[] {0, 4});
    assertFieldRefused("nonce", 1, new byte[] {0x20, 0, 0, 0, 0, 0, 0});
    assertFieldRefused("nonce", 1, List.of());
    assertFieldRefused("maxPriorityFeePerGas", 2, rawFields().get(6));
    assertFieldRefused("maxFeePerGas", 3, tooLong);
    assertFieldRefused("gasLimit", 4, new byte[] {0x52, 0x09});
    assertFieldRefused("gasLimit", 4, wrapsToGas);
    assertFieldRefused("address", 5, new byte[0]);
    assertFieldRefused("address", 5, new byte[20]);
    assertFieldRefused("address", 5, new byte[21]);
    assertFieldRefused("to", 5, List.of());
    assertFieldRefused("value", 6, tooLong);
    assertFieldRefused("data", 7, new byte[] {0});
    assertFieldRefused("data", 7, List.of());
    assertFieldRefused("accessList", 8, new byte[0]);
    assertFieldRefused("accessList", 8, List.of(List.of(new byte[20], List.of())));
    assertFieldRefused("yParity", 9, new byte[] {2});
    assertFieldRefused("yParity", 9, new byte[] {27});
    assertFieldRefused("yParity", 9, new byte[] {1, 0, 0, 0, 0});
    assertFieldRefused("signature", 10, new byte[0]);
    assertFieldRefused("signature", 11, new byte[0]);
    assertFieldRefused("r", 10, new byte[33]);
    BigInteger s = new BigInteger(1, (byte[]) rawFields().get(11));
    assertFieldRefused("signature", 11, BigIntegers.asUnsignedByteArray(SoftwareKey.N.subtract(s)));
  }

  @Test
  void otherShapes_areRefused() {
    List<Object> fields = rawFields();
    assertRefused("rawTransaction", () -> SignedTransfer.decode(new byte[0]));
    assertRefused("rawTransaction", () -> SignedTransfer.decode(new byte[] {2}));
    assertRefused("rawTransaction", () -> SignedTransfer.decode(new byte[] {2, (byte) 0x80}));
    assertRefused("rawTransaction", () -> SignedTransfer.decode(new byte[] {2, 5}));
    assertRefused("rawTransaction", () -> SignedTransfer.decode(new byte[257]));
    for (int type : new int[] {0, 1, 3, 4, 0xc0}) {
      assertRefused("rawTransaction", () -> SignedTransfer.decode(typed(type, fields)));
    }
    assertRefused("rawTransaction", () -> SignedTransfer.decode(typed(2, fields.subList(0, 9))));
    List<Object> thirteen = new ArrayList<>(fields);
    thirteen.add(new byte[0]);
    assertRefused("rawTransaction", () -> SignedTransfer.decode(typed(2, thirteen)));
    byte[] raw = typed(2, fields);
    assertRefused(
        "rawTransaction", () -> SignedTransfer.decode(Arrays.copyOf(raw, raw.length + 1)));
    for (int length = 0; length < raw.length; length++) {
      byte[] cut = Arrays.copyOf(raw, length);
      assertRefused("rawTransaction", () -> SignedTransfer.decode(cut));
    }
  }

  @Test
  void longInput_isRefusedBeforeItIsRead() {
    List<Object> fields = rawFields();
    fields.set(7, new byte[140]);
    byte[] raw = typed(2, fields);
    assertTrue(raw.length > 256);
    assertRefused("rawTransaction", () -> SignedTransfer.decode(raw));
  }

  /// A byte below 0x80 written with a length prefix, and a list header with a longer length than
  /// needed.
  @Test
  void nonCanonicalRlp_isRefused() {
    byte[] raw = typed(2, rawFields());
    String hex = HEX.formatHex(raw);
    String body = hex.substring(6);
    int length = raw.length - 3;
    String longChainId = "02f8%02x81".formatted(length + 1) + body;
    String longHeader = "02f900%02x".formatted(length) + body;
    assertTrue(hex.startsWith("02f8%02x01".formatted(length)), hex);
    for (String text : List.of(longChainId, longHeader)) {
      assertRefused("rawTransaction", () -> SignedTransfer.decode(HEX.parseHex(text)));
    }
  }

  /// Whatever the bytes, decoding gives a transfer that encodes back to them, or the typed refusal.
  @Test
  void damagedBytes_neverEscapeTheTypedRefusal() {
    byte[] valid = typed(2, rawFields());
    Seeded.forEachSeed(
        3000,
        seeded -> {
          byte[] raw = valid.clone();
          for (int edits = 1 + seeded.random().nextInt(3); edits > 0; edits--) {
            int at =
                1 + seeded.random().nextInt(seeded.random().nextBoolean() ? 16 : raw.length - 1);
            raw[at] = (byte) seeded.random().nextInt(256);
          }
          try {
            assertArrayEquals(raw, SignedTransfer.decode(raw).raw());
          } catch (InvalidChainInputException refused) {
            assertTrue(refused.getMessage() != null);
          }
        });
  }
}
