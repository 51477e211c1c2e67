package io.strongroom.chain.ethereum;

import static io.strongroom.chain.ethereum.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Keys;

final class EthereumAddressTest {

  private static final String CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  /// The examples of EIP-55: all upper case, all lower case, mixed.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        CHECKSUMMED,
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void checksumForm_parsesAndIsDisplayed(String text) {
    EthereumAddress address = EthereumAddress.parse(text);

    assertEquals(text, address.checksummed());
    assertEquals(text.toLowerCase(Locale.ROOT), address.canonical());
    assertEquals(address, EthereumAddress.parse(address.canonical()));
  }

  @Test
  void everySingleChangeOfCase_isRefused() {
    for (int i = 2; i < CHECKSUMMED.length(); i++) {
      char c = CHECKSUMMED.charAt(i);
      if (Character.isLetter(c)) {
        char flipped =
            Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
        String text = CHECKSUMMED.substring(0, i) + flipped + CHECKSUMMED.substring(i + 1);
        assertRefused("address", () -> EthereumAddress.parse(text));
      }
    }
  }

  @Test
  void changedDigitUnderTheOldChecksum_isRefused() {
    assertRefused("address", () -> EthereumAddress.parse(CHECKSUMMED.replace("6053", "6054")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg",
        "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
        " 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\n",
        "vitalik.eth"
      })
  void otherForms_areRefused(String text) {
    assertRefused("address", () -> EthereumAddress.parse(text));
  }

  @Test
  void canonicalConstructor_refusesTheChecksumForm() {
    assertRefused("address", () -> new EthereumAddress(CHECKSUMMED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "11", "ff", "100", "ffff"})
  void reservedAddresses_areRefused(String tail) {
    assertRefused(
        "address", () -> EthereumAddress.parse("0x" + "0".repeat(40 - tail.length()) + tail));
  }

  @Test
  void firstAddressAfterTheReservedRange_isAccepted() {
    String text = "0x" + "0".repeat(35) + "10000";
    assertEquals(text, EthereumAddress.parse(text).canonical());
  }

  /// The accounts of well-known keys: 1, 2, and the first of the test nodes' public mnemonic.
  @ParameterizedTest
  @CsvSource({
    "1, 0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
    "2, 0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF",
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80, 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
  })
  void publicKey_givesItsAccount(String scalar, String expected) {
    byte[] key = new SoftwareKey(new BigInteger(scalar, 16)).publicKey33();

    assertEquals(expected, EthereumAddress.ofPublicKey(key).checksummed());
  }

  @Test
  void web3j_agreesOnAddressesAndChecksums() {
    Seeded.forEachSeed(
        60,
        seeded -> {
          SoftwareKey key = seeded.key();
          EthereumAddress address = EthereumAddress.ofPublicKey(key.publicKey33());
          assertEquals(
              Credentials.create(key.scalar().toString(16)).getAddress(), address.canonical());
          assertEquals(Keys.toChecksumAddress(address.canonical()), address.checksummed());
          assertArrayEquals(
              HexFormat.of().parseHex(address.canonical().substring(2)), address.bytes());
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02",
        // x = 0 and x = 5 are on no point of the curve
        "020000000000000000000000000000000000000000000000000000000000000000",
        "020000000000000000000000000000000000000000000000000000000000000005",
        // x = p, x = p + 1 (which is a point's x if reduced)
        "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",
        // a good x behind the prefixes of infinity, hybrid and uncompressed points, and one byte
        // too many
        "0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179800",
        "00"
      })
  void otherBytesThanACompressedPoint_areRefused(String hex) {
    assertRefused("publicKey", () -> EthereumAddress.ofPublicKey(HexFormat.of().parseHex(hex)));
  }

  @Test
  void uncompressedKey_isRefused() {
    byte[] uncompressed = new SoftwareKey(BigInteger.TWO).point().getEncoded(false);
    assertRefused("publicKey", () -> EthereumAddress.ofPublicKey(uncompressed));
  }

  @Test
  void refusal_doesNotRepeatTheInput() {
    InvalidChainInputException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            InvalidChainInputException.class, () -> EthereumAddress.parse("<script>"));
    assertEquals("address must be 0x and 40 hexadecimal digits", refused.getMessage());
  }
}
