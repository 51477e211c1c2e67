package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.MISSING_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNKNOWN_FIELD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Closed schemas: every field of every kind is taken away, joined by an unknown one, and given the
/// wrong type.
class StatementsTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Fields that may be absent.
  private static final Set<String> OPTIONAL =
      Set.of("memo", "intent", "destinations[0].group", "credentials[0].vaults");

  /// Objects whose fields another room, or no fixed list, decides.
  private static final Set<String> OPEN = Set.of("plan", "addresses");

  /// An object somewhere in a payload.
  private record Place(String path, ObjectNode object) {
    String path(String field) {
      return path.isEmpty() ? field : path + "." + field;
    }
  }

  @Test
  void everyKind_hasASample() {
    assertEquals(Set.of(StatementKind.values()), SampleStatements.all().keySet());
  }

  @ParameterizedTest
  @EnumSource(StatementKind.class)
  void statement_survivesTheRoundTrip(StatementKind kind) throws Exception {
    Statement statement = sample(kind);
    byte[] payload = Statements.encode(statement);
    Statement decoded = Statements.decode(kind, Bytes.of(payload));
    assertEquals(statement, decoded);
    assertEquals(statement.hashCode(), decoded.hashCode());
    assertEquals(kind, decoded.kind());
    assertEquals(Bytes.of(payload), Bytes.of(Statements.encode(decoded)));
  }

  @Test
  void everyChange_survivesTheRoundTrip() throws Exception {
    for (Change change : SampleStatements.changes()) {
      var proposal = new Proposal(SampleStatements.HEADER, change);
      assertEquals(
          proposal,
          Statements.decode(StatementKind.PROPOSAL, Bytes.of(Statements.encode(proposal))));
    }
  }

  /// The formats are final: these bytes were written once and must decode to the same statements
  /// forever.
  @Test
  void frozenPayloads_stillDecodeAndEncode() throws Exception {
    Map<StatementKind, Statement> samples = SampleStatements.all();
    List<String> lines = frozen();
    assertEquals(samples.size(), lines.size());
    for (String line : lines) {
      StatementKind kind = StatementKind.valueOf(line.substring(0, line.indexOf(' ')));
      byte[] payload = line.substring(line.indexOf(' ') + 1).getBytes(StandardCharsets.US_ASCII);
      assertEquals(samples.get(kind), Statements.decode(kind, Bytes.of(payload)));
      assertEquals(line, kind + " " + text(Statements.encode(sample(kind))));
    }
  }

  private static List<String> frozen() throws Exception {
    try (InputStream stream = StatementsTest.class.getResourceAsStream("payloads-v1.txt")) {
      byte[] bytes = Objects.requireNonNull(stream, "payloads-v1.txt").readAllBytes();
      return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    }
  }

  @ParameterizedTest
  @EnumSource(StatementKind.class)
  void missingField_isRefusedByItsName(StatementKind kind) throws Exception {
    for (Place place : closedPlaces(kind)) {
      for (String field : List.copyOf(new TreeMap<>(fields(place.object())).keySet())) {
        JsonNode value = place.object().remove(field);
        String path = place.path(field);
        if (OPTIONAL.contains(path)) {
          decode(kind, place);
        } else if (!path.equals("replaces")) {
          assertRefused(kind, MISSING_FIELD, path);
        }
        place.object().set(field, value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StatementKind.class)
  void unknownField_isRefusedByItsName(StatementKind kind) throws Exception {
    for (Place place : closedPlaces(kind)) {
      for (String field : List.of("zzz", "Id", "")) {
        place.object().put(field, 1);
        assertRefused(kind, UNKNOWN_FIELD, place.path(field));
        place.object().remove(field);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StatementKind.class)
  void valueOfAnotherType_isRefusedByItsName(StatementKind kind) throws Exception {
    List<JsonNode> values =
        List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(7),
            JSON.textNode("7"),
            JSON.arrayNode(),
            JSON.objectNode());
    for (Place place : closedPlaces(kind)) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(fields(place.object()).entrySet())) {
        for (JsonNode value : values) {
          if (value.getNodeType() != field.getValue().getNodeType()) {
            place.object().set(field.getKey(), value);
            String refused = refusal(kind).field();
            assertEquals(place.path(field.getKey()), refused);
          }
        }
        place.object().set(field.getKey(), field.getValue());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StatementKind.class)
  void payload_readsAsNoOtherKind(StatementKind kind) {
    Bytes payload = Bytes.of(Statements.encode(sample(kind)));
    for (StatementKind other : StatementKind.values()) {
      boolean sameSchema =
          Set.of(StatementKind.REJECTION, StatementKind.VETO, StatementKind.CANCEL)
              .containsAll(List.of(kind, other));
      if (other != kind && !sameSchema) {
        assertThrows(
            InvalidStatementException.class,
            () -> Statements.decode(other, payload),
            kind + " as " + other);
      }
    }
  }

  @Test
  void statementThatWouldNotDecode_isNotEncoded() {
    var header = new Header("strongroom/x", 1, "id", 1);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Statements.encode(new Heartbeat(header)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("log: "), e.getMessage());
  }

  @Test
  void records_keepTheirOwnCopiesOfLists() {
    List<Hash32> approvals = new ArrayList<>();
    Authorize sample = SampleStatements.authorize();
    var authorize =
        new Authorize(
            sample.header(),
            sample.request(),
            3,
            1,
            Optional.empty(),
            8,
            approvals,
            sample.policy(),
            sample.decision(),
            sample.signBy(),
            sample.plan(),
            sample.inputs());
    approvals.add(sample.policy());
    assertEquals(List.of(), authorize.approvals());
    ((ObjectNode) authorize.plan().json()).put("nonce", 9);
    assertEquals(sample.plan(), authorize.plan());
  }

  // The tree under test: changed in place, decoded from its root.
  private final Map<StatementKind, ObjectNode> roots = new TreeMap<>();

  private List<Place> closedPlaces(StatementKind kind) throws InvalidStatementException {
    ObjectNode root = (ObjectNode) CanonicalJson.parseStrict(Statements.encode(sample(kind)));
    roots.put(kind, root);
    List<Place> places = new ArrayList<>();
    collect(root, "", places);
    return places;
  }

  private static void collect(JsonNode node, String path, List<Place> places) {
    if (OPEN.contains(path)) {
      return;
    }
    if (node instanceof ObjectNode object) {
      places.add(new Place(path, object));
      fields(object)
          .forEach(
              (name, value) -> collect(value, path.isEmpty() ? name : path + "." + name, places));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), path + "[" + i + "]", places);
    }
  }

  private static Map<String, JsonNode> fields(ObjectNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(property -> fields.put(property.getKey(), property.getValue()));
    return fields;
  }

  private void decode(StatementKind kind, Place place) throws InvalidStatementException {
    assertTrue(place.object().isObject());
    Statements.decode(kind, Bytes.of(CanonicalJson.write(Objects.requireNonNull(roots.get(kind)))));
  }

  private InvalidStatementException refusal(StatementKind kind) {
    JsonNode root = Objects.requireNonNull(roots.get(kind));
    try {
      Statements.decode(kind, Bytes.of(CanonicalJson.write(root)));
    } catch (InvalidStatementException e) {
      return e;
    }
    return fail("accepted: " + root);
  }

  private void assertRefused(StatementKind kind, InvalidStatementException.Code code, String path) {
    InvalidStatementException e = refusal(kind);
    assertEquals(path, e.field());
    assertEquals(code, e.code(), e.getMessage());
  }

  private static Statement sample(StatementKind kind) {
    return Objects.requireNonNull(SampleStatements.all().get(kind));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
