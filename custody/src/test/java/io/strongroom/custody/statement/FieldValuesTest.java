package io.strongroom.custody.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values at and beyond the edges of what a field may hold. A repeated text is written as
/// `<text*count>`.
class FieldValuesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String MAX_UINT256 =
      "115792089237316195423570985008687907853269984665640564039457584007913129639935";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REQUEST | /amount | \"1\"",
        "REQUEST | /amount | \"" + MAX_UINT256 + "\"",
        "REQUEST | /feeCap | \"0\"",
        "REQUEST | /memo | \"\"",
        "REQUEST | /memo | \"<~*200>\"",
        "REQUEST | /destination | \"vault:warm\"",
        "REQUEST | /destination | \"vault:<w*64>\"",
        "REQUEST | /vault | \"<v*64>\"",
        "REQUEST | /vault | \"A9._:-z\"",
        "REQUEST | /expires | 0",
        "REQUEST | /expires | 9007199254740991",
        "FREEZE | /scope | \"cluster\"",
        "FREEZE | /scope | \"vault:a\"",
        "AUTHORIZE | /approvals | []",
        "AUTHORIZE | /inputs/1/path | \"2147483647\"",
        "AUTHORIZE | /inputs/1/path | \"0/1/2/3/4/5/6/7\"",
        "SIGNED | /txid | \"<0a*32>\"",
        "KEY | /publicKey | \"03<ab*32>\"",
        "KEY | /threshold | 3",
        "CONFIRMED | /status | \"DROPPED\"",
        "GENESIS | /credentials/0/vaults | []",
        "GENESIS | /destinations | []",
      })
  void valueWithinTheEdge_isAccepted(StatementKind kind, String pointer, String value)
      throws Exception {
    decode(kind, pointer, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REQUEST | /log | \"strongroom/<ab*31>\"",
        "REQUEST | /log | \"strongroom/<AB*32>\"",
        "REQUEST | /log | \"other/<ab*32>\"",
        "REQUEST | /epoch | 0",
        "REQUEST | /id | \"\"",
        "REQUEST | /id | \".a\"",
        "REQUEST | /id | \"a b\"",
        "REQUEST | /id | \"a/b\"",
        "REQUEST | /id | \"<a*65>\"",
        "REQUEST | /amount | \"0\"",
        "REQUEST | /amount | \"\"",
        "REQUEST | /amount | \"01\"",
        "REQUEST | /amount | \"-1\"",
        "REQUEST | /amount | \"+1\"",
        "REQUEST | /amount | \"1.0\"",
        "REQUEST | /amount | \"1e18\"",
        "REQUEST | /amount | \"0x10\"",
        "REQUEST | /amount | \"115792089237316195423570985008687907853269984665640564039457584007913129639936\"",
        "REQUEST | /amount | \"<9*79>\"",
        "REQUEST | /feeCap | \"-0\"",
        "REQUEST | /feeCap | \"115792089237316195423570985008687907853269984665640564039457584007913129639936\"",
        "REQUEST | /memo | \"<~*201>\"",
        "REQUEST | /destination | \"vault:\"",
        "REQUEST | /destination | \"vault:-\"",
        "REQUEST | /destination | \"vault:<w*65>\"",
        "APPROVAL | /subject | \"<ab*31>\"",
        "APPROVAL | /subject | \"<AB*32>\"",
        "APPROVAL | /requirements | \"\"",
        "APPROVAL | /intent/amount | \"0\"",
        "APPROVAL | /intent/address | \"0x 1\"",
        "FREEZE | /scope | \"\"",
        "FREEZE | /scope | \"CLUSTER\"",
        "FREEZE | /scope | \"vault:\"",
        "FREEZE | /scope | \"vault:a b\"",
        "PROPOSAL | /change/type | \"EPOCH\"",
        "PROPOSAL | /change/type | \"policy\"",
        "PROPOSAL | /change/threshold | 1",
        "PROPOSAL | /change/threshold | 4",
        "PROPOSAL | /change/parties | [1]",
        "PROPOSAL | /change/parties | [0,1]",
        "PROPOSAL | /change/parties | [1,33]",
        "PROPOSAL | /change/parties | [1,1]",
        "PROPOSAL | /change/parties | [2,1]",
        "PROPOSAL | /change/parties | [1,\"2\"]",
        "PROPOSAL | /change/chain | \"eip155\"",
        "PROPOSAL | /change/chain | \"EIP155:1\"",
        "AUTHORIZE | /attempt | 0",
        "AUTHORIZE | /attempt | 1001",
        "AUTHORIZE | /approvals | [\"<ff*32>\",\"<00*32>\"]",
        "AUTHORIZE | /approvals | [\"<ff*32>\",\"<ff*32>\"]",
        "AUTHORIZE | /approvals | [\"<FF*32>\"]",
        "AUTHORIZE | /approvals | [1]",
        "AUTHORIZE | /inputs | []",
        "AUTHORIZE | /inputs/1/path | \"/0\"",
        "AUTHORIZE | /inputs/1/path | \"0/\"",
        "AUTHORIZE | /inputs/1/path | \"00\"",
        "AUTHORIZE | /inputs/1/path | \"0'\"",
        "AUTHORIZE | /inputs/1/path | \"m/0\"",
        "AUTHORIZE | /inputs/1/path | \"-1\"",
        "AUTHORIZE | /inputs/1/path | \"2147483648\"",
        "AUTHORIZE | /inputs/1/path | \"99999999999\"",
        "AUTHORIZE | /inputs/1/path | \"0/1/2/3/4/5/6/7/8\"",
        "SIGNED | /signatures | []",
        "SIGNED | /txid | \"0x<0a*31>\"",
        "SIGNED | /txid | \"0X<0a*32>\"",
        "KEY | /publicKey | \"04<ab*32>\"",
        "KEY | /publicKey | \"02<ab*31>\"",
        "KEY | /publicKey | \"02<AB*32>\"",
        "KEY | /threshold | 1",
        "KEY | /threshold | 4",
        "KEY | /addresses | {}",
        "KEY | /addresses/eip155:31337 | \"0x<AB*20>\"",
        "KEY | /addresses/eip155:31337 | \"0x<ab*19>\"",
        "KEY | /addresses/eip155:31337 | \"<ab*20>\"",
        "CONFIRMED | /status | \"confirmed\"",
        "GENESIS | /v | 2",
        "GENESIS | /epoch | 2",
        "GENESIS | /id | \"genesis-2\"",
        "GENESIS | /parameters/n | 0",
        "GENESIS | /parameters/f | 3",
        "GENESIS | /parameters/q | 0",
        "GENESIS | /parameters/q | 4",
        "GENESIS | /nodes | []",
        "GENESIS | /nodes/0/index | 0",
        "GENESIS | /coordinator/id | \"coordinator-2\"",
        "GENESIS | /credentials/0/kind | \"robot\"",
        "GENESIS | /credentials/0/vaults | [\"b\",\"a\"]",
        "GENESIS | /credentials/0/vaults | [\"a\",\"a\"]",
        "GENESIS | /credentials/0/vaults | [1]",
        "GENESIS | /credentials/0/vaults | [\"a b\"]",
        "GENESIS | /destinations/0/id | \"vault:hot\"",
        "GENESIS | /destinations/0/address | \"0x<AB*20>\"",
        "GENESIS | /destinations/1/address | \"\"",
      })
  void valueBeyondTheEdge_isRefusedByItsName(StatementKind kind, String pointer, String value) {
    var e = assertThrows(InvalidStatementException.class, () -> decode(kind, pointer, value));
    String path = pointer.substring(1).replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
    assertEquals(path, e.field(), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AUTHORIZE | /requestSeq | 8 | requestSeq",
        "AUTHORIZE | /replaces | 8 | replaces",
        "AUTHORIZE | /attempt | 1 | replaces",
        "GENESIS | /parameters/n | 4 | parameters.n",
        "GENESIS | /nodes/1/index | 3 | nodes[1].index",
        "GENESIS | /nodes/1/id | \"node-1\" | nodes[1].id",
        "GENESIS | /nodes/1/id | \"coordinator\" | nodes[1].id",
        "GENESIS | /credentials/0/id | \"node-1\" | credentials[0].id",
        "GENESIS | /credentials/0/id | \"coordinator\" | credentials[0].id",
        "GENESIS | /credentials/1/id | \"desk-1\" | credentials[1].id",
        "GENESIS | /credentials/0/expires | 1767225600000 | credentials[0].expires",
        "GENESIS | /destinations/1/id | \"exchange-1\" | destinations[1].id",
        "GENESIS | /nodes/1/identity | =/nodes/0/identity | nodes[1].identity",
        "GENESIS | /nodes/0/cosign | =/nodes/0/identity | nodes[0].cosign",
        "GENESIS | /nodes/0/identity | =/coordinator/key | nodes[0].identity",
        "GENESIS | /coordinator/key | =/coordinator/log | coordinator.key",
        "GENESIS | /credentials/1/key | =/credentials/0/key | credentials[1].key",
        "GENESIS | /credentials/1/key | =/nodes/2/cosign | credentials[1].key",
        "GENESIS | /nodes/1/tls | =/nodes/0/tls | nodes[1].tls",
        "GENESIS | /nodes/1/tls | =/coordinator/tls | nodes[1].tls",
        "GENESIS | /credentials/1/tls | =/nodes/0/tls | credentials[1].tls",
      })
  void contradictoryValues_areRefused(
      StatementKind kind, String pointer, String value, String field) throws Exception {
    String json = value.startsWith("=") ? root(kind).at(value.substring(1)).toString() : value;
    var e = assertThrows(InvalidStatementException.class, () -> decode(kind, pointer, json));
    assertEquals(InvalidStatementException.Code.INCONSISTENT, e.code(), e.getMessage());
    assertEquals(field, e.field());
  }

  @ParameterizedTest
  @CsvSource({
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "7P///////////////////////////////////////38=",
    "7f///////////////////////////////////////38=",
    "AAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="
  })
  void oddPublicKeys_areRefusedInGenesis(String key) {
    for (String pointer :
        new String[] {
          "/nodes/0/identity", "/nodes/0/cosign", "/coordinator/log", "/credentials/0/key"
        }) {
      assertThrows(
          InvalidStatementException.class,
          () -> decode(StatementKind.GENESIS, pointer, "\"" + key + "\""));
    }
  }

  private static void decode(StatementKind kind, String pointer, String value)
      throws InvalidStatementException, JsonProcessingException {
    ObjectNode root = root(kind);
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    String field = pointer.substring(slash + 1);
    JsonNode node = MAPPER.readTree(expand(value));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(field), node);
    } else {
      ((ObjectNode) parent).set(field, node);
    }
    Statements.decode(kind, Bytes.of(CanonicalJson.write(root)));
  }

  private static ObjectNode root(StatementKind kind) throws InvalidStatementException {
    Statement sample = Objects.requireNonNull(SampleStatements.all().get(kind));
    return (ObjectNode) CanonicalJson.parseStrict(Statements.encode(sample));
  }

  private static String expand(String value) {
    var pattern = Pattern.compile("<(.+?)\\*([0-9]+)>");
    return pattern
        .matcher(value)
        .replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
  }
}
