package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_NUMBER;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TEXT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.DUPLICATE_KEY;
import static io.strongroom.custody.statement.InvalidStatementException.Code.NOT_CANONICAL;
import static io.strongroom.custody.statement.InvalidStatementException.Code.NOT_JSON;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_DEEP;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.InvalidStatementException.Code;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  private static final long SEED = 20_260_101L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":1,\"b\":[true,false,null,\"\"]}",
        "{\"A\":1,\"a\":2}",
        "{\"1\":0,\"10\":0,\"2\":0}",
        "[9007199254740991]",
        "[\" !#$%&'()*+,-./:;<=>?@[]^_`{|}~\"]",
        "[\"\\\"\\\\\"]"
      })
  void canonicalDocument_isReadAndWrittenBack(String document) throws Exception {
    byte[] bytes = ascii(document);
    assertArrayEquals(bytes, CanonicalJson.write(CanonicalJson.parseStrict(bytes)));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("{\"b\":1,\"a\":2}", NOT_CANONICAL),
        Arguments.of("{ \"a\":1}", NOT_CANONICAL),
        Arguments.of("{\"a\":1} ", NOT_CANONICAL),
        Arguments.of("[\"\\/\"]", NOT_CANONICAL),
        Arguments.of("[\"\\u0041\"]", NOT_CANONICAL),
        Arguments.of("[01]", NOT_JSON),
        Arguments.of("[-0]", NOT_CANONICAL),
        Arguments.of("[-1]", BAD_NUMBER),
        Arguments.of("[1.0]", BAD_NUMBER),
        Arguments.of("[1.5]", BAD_NUMBER),
        Arguments.of("[1e3]", BAD_NUMBER),
        Arguments.of("[1E400]", BAD_NUMBER),
        Arguments.of("[9007199254740992]", BAD_NUMBER),
        Arguments.of("[9007199254740993]", BAD_NUMBER),
        Arguments.of("[9223372036854775808]", BAD_NUMBER),
        Arguments.of("[18446744073709551616]", BAD_NUMBER),
        Arguments.of("[NaN]", NOT_JSON),
        Arguments.of("{\"a\":1,\"a\":1}", DUPLICATE_KEY),
        Arguments.of("{\"a\":1,\"\\u0061\":1}", DUPLICATE_KEY),
        Arguments.of("[{\"b\":{\"c\":[{\"a\":1,\"a\":2}]}}]", DUPLICATE_KEY),
        Arguments.of("{\"a\":1}{}", NOT_JSON),
        Arguments.of("{\"a\":1},", NOT_JSON),
        Arguments.of("{\"a\":1,}", NOT_JSON),
        Arguments.of("{'a':1}", NOT_JSON),
        Arguments.of("{a:1}", NOT_JSON),
        Arguments.of("[/**/1]", NOT_JSON),
        Arguments.of("{\"a\":", NOT_JSON),
        Arguments.of("", NOT_JSON),
        Arguments.of("1", NOT_JSON),
        Arguments.of("\"a\"", NOT_JSON),
        Arguments.of("null", NOT_JSON),
        Arguments.of("[\"\u0430\"]", BAD_TEXT),
        Arguments.of("{\"\u0430\":1}", BAD_TEXT),
        Arguments.of("[\"\\u0430\"]", BAD_TEXT),
        Arguments.of("{\"\\u0430\":1}", BAD_TEXT),
        Arguments.of("[\"\\u0000\"]", BAD_TEXT),
        Arguments.of("[\"\\n\"]", BAD_TEXT),
        Arguments.of("[\"\\u007f\"]", BAD_TEXT),
        Arguments.of("[\"\\ud800\"]", BAD_TEXT),
        Arguments.of("[1,\n2]", BAD_TEXT),
        Arguments.of("\ufeff{}", BAD_TEXT),
        Arguments.of("{\"" + "n".repeat(300) + "\":1}", TOO_LARGE),
        Arguments.of("[" + "9".repeat(2000) + "]", TOO_LARGE));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void anythingElse_isRefusedWithItsReason(String document, Code code) {
    assertRefused(code, document.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void otherUnicodeEncodings_areRefused(String charset) {
    assertRefused(BAD_TEXT, "{\"a\":1}".getBytes(Charset.forName(charset)));
  }

  @Test
  void nesting_isLimitedExactly() throws Exception {
    int most = CanonicalJson.MAX_DEPTH;
    CanonicalJson.parseStrict(ascii("[".repeat(most) + "]".repeat(most)));
    CanonicalJson.parseStrict(ascii("{\"a\":".repeat(most - 1) + "{}" + "}".repeat(most - 1)));
    assertRefused(TOO_DEEP, ascii("[".repeat(most + 1) + "]".repeat(most + 1)));
    assertRefused(TOO_DEEP, ascii("[".repeat(most + 2) + "]".repeat(most + 2)));
    assertRefused(TOO_DEEP, ascii("[".repeat(100_000)));
    assertRefused(TOO_DEEP, ascii("{\"a\":".repeat(100_000)));
  }

  @Test
  void length_isLimitedExactly() throws Exception {
    int most = CanonicalJson.MAX_BYTES;
    byte[] longest = ascii("[\"" + "a".repeat(most - 4) + "\"]");
    CanonicalJson.parseStrict(longest);
    assertRefused(TOO_LARGE, ascii("[\"" + "a".repeat(most - 3) + "\"]"));
    JsonNode tooLong = JsonNodeFactory.instance.arrayNode().add("a".repeat(most - 3));
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(tooLong));
  }

  @Test
  void error_namesTheField() {
    var e =
        assertThrows(
            InvalidStatementException.class,
            () -> CanonicalJson.parseStrict(ascii("{\"a\":[{\"b\":-1}]}")));
    assertEquals("a[0].b", e.field());
  }

  @Test
  void write_refusesWhatParseWouldRefuse() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    for (JsonNode node :
        List.of(
            json.arrayNode().add(1.5),
            json.arrayNode().add(-1),
            json.arrayNode().add(CanonicalJson.MAX_INTEGER + 1),
            json.arrayNode().add("\u00e9"),
            json.arrayNode().add(new byte[] {1}),
            json.objectNode().put("\u00e9", 1),
            json.textNode("a"))) {
      assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(node), node::toString);
    }
  }

  @Test
  void randomTrees_surviveTheRoundTrip_andNoOtherBytesReadAsTheSame() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 300; i++) {
      JsonNode tree = randomObject(random, 1);
      byte[] bytes = CanonicalJson.write(tree);
      assertEquals(tree, CanonicalJson.parseStrict(bytes), () -> "seed " + SEED);
      byte[] changed = bytes.clone();
      int at = random.nextInt(changed.length);
      changed[at] = (byte) (' ' + random.nextInt(95));
      if (changed[at] != bytes[at]) {
        try {
          assertNotEquals(tree, CanonicalJson.parseStrict(changed), () -> "seed " + SEED);
        } catch (InvalidStatementException expected) {
          assertNotEquals("", expected.getMessage());
        }
      }
    }
  }

  private static ObjectNode randomObject(SplittableRandom random, int depth) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String name = randomText(random);
      switch (random.nextInt(depth < 5 ? 5 : 3)) {
        case 0 -> node.put(name, random.nextLong(1L << 31, CanonicalJson.MAX_INTEGER + 1));
        case 1 -> node.put(name, randomText(random));
        case 2 -> node.put(name, random.nextBoolean());
        case 3 -> node.set(name, randomObject(random, depth + 1));
        default -> {
          ArrayNode array = node.putArray(name);
          array.add(randomObject(random, depth + 2));
          array.add(randomText(random));
        }
      }
    }
    return node;
  }

  private static String randomText(SplittableRandom random) {
    var text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }

  private static void assertRefused(Code code, byte[] document) {
    try {
      CanonicalJson.parseStrict(document);
    } catch (InvalidStatementException e) {
      assertEquals(code, e.code(), e.getMessage());
      return;
    }
    fail("accepted: " + new String(document, StandardCharsets.UTF_8));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
