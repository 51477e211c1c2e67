package io.strongroom.chain.ethereum;

import static io.strongroom.chain.ethereum.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EthereumChainTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 31337, EthereumChain.MAX_ID})
  void name_parsesBackToTheChain(long id) {
    EthereumChain chain = new EthereumChain(id);

    assertEquals("eip155:" + id, chain.toString());
    assertEquals(chain, EthereumChain.parse(chain.toString()));
    assertTrue(EthereumChain.isSupported(chain.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eip155",
        "eip155:",
        "eip155:0",
        "eip155:01",
        "eip155:+1",
        "eip155:-1",
        "eip155: 1",
        "eip155:1 ",
        "eip155:0x1",
        "eip155:١",
        "EIP155:1",
        "1",
        "bip122:regtest",
        "eip155:9223372036854775772",
        "eip155:9223372036854775808",
        "eip155:99999999999999999999"
      })
  void otherNames_areRefused(String name) {
    assertRefused("chain", () -> EthereumChain.parse(name));
    assertFalse(EthereumChain.isSupported(name));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, EthereumChain.MAX_ID + 1, Long.MAX_VALUE})
  void idsOutOfRange_areRefused(long id) {
    assertRefused("chain", () -> new EthereumChain(id));
  }
}
