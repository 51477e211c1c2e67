package io.strongroom.platform.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:7001", "localhost:0", "[::1]:65535", "node-1.example:1"})
  void hostAndPort_areReadAndWrittenAlike(String text) {
    assertEquals(text, Endpoint.parse(text).toString());
  }

  @Test
  void bracketsAreNotPartOfTheHost() {
    assertEquals(new Endpoint("::1", 7000), Endpoint.parse("[::1]:7000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", ":1", "host:", "host:x", "host:-1", "host:65536", "::1:7000", " :1"})
  void anythingElse_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
  }

  @Test
  void hostNames_areBounded() {
    assertThrows(IllegalArgumentException.class, () -> new Endpoint("h".repeat(254), 1));
  }
}
