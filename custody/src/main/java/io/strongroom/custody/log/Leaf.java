package io.strongroom.custody.log;

import static io.strongroom.custody.statement.InvalidStatementException.Code.INCONSISTENT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Fields;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;
import java.util.regex.Pattern;

/// An entry of the log as it is hashed: canonical JSON `{v, log, seq, ts, kind, env}`. Public data,
/// an immutable value.
///
/// Guaranteed by construction: the kind is the envelope's, GENESIS stands at position 0 and nothing
/// else does, and GENESIS's log is the origin that its own payload gives. Not checked here:
/// signatures, the statement's schema, and whether it is admissible.
public final class Leaf {

  /// The longest leaf in bytes: a tile of entries states lengths in 16 bits.
  public static final int MAX_BYTES = 65_535;

  private static final int VERSION = 1;
  private static final Pattern ORIGIN = Pattern.compile("strongroom/[0-9a-f]{64}");

  private final String log;
  private final long seq;
  private final long ts;
  private final Envelope envelope;
  private final Bytes bytes;
  private final Hash32 hash;

  private Leaf(String log, long seq, long ts, Envelope envelope, Bytes bytes) {
    this.log = log;
    this.seq = seq;
    this.ts = ts;
    this.envelope = envelope;
    this.bytes = bytes;
    this.hash = Merkle.leafHash(bytes.toArray());
  }

  /// Makes the leaf of an envelope.
  ///
  /// @param log origin of the log
  /// @param seq the leaf's index in the tree
  /// @param ts milliseconds since the Unix epoch
  /// @throws InvalidStatementException TOO_LARGE if the leaf would have more than [#MAX_BYTES]
  ///   bytes; INCONSISTENT or BAD_FIELD as [#parse]
  public static Leaf of(String log, long seq, long ts, Envelope envelope)
      throws InvalidStatementException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("v", VERSION);
    node.put("log", log);
    node.put("seq", seq);
    node.put("ts", ts);
    node.put("kind", envelope.kind().name());
    node.set("env", envelope.json());
    return parse(CanonicalJson.write(node));
  }

  /// Parses a leaf's bytes.
  ///
  /// @throws InvalidStatementException if they are too many, not canonical, not of the closed
  ///   schema, or contradict themselves
  public static Leaf parse(byte[] bytes) throws InvalidStatementException {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidStatementException(
          TOO_LARGE, "", "a leaf has at most " + MAX_BYTES + " bytes");
    }
    Fields fields = Fields.of(CanonicalJson.parseStrict(bytes), "");
    fields.integer("v", VERSION, VERSION);
    String log = fields.matching("log", ORIGIN, "a log's origin");
    long seq = fields.position("seq");
    long ts = fields.position("ts");
    StatementKind kind = fields.kind("kind", StatementKind::ofName);
    Envelope envelope = Envelope.fromJson(fields.node("env"), "env");
    fields.end();
    if (envelope.kind() != kind) {
      throw new InvalidStatementException(
          INCONSISTENT, "kind", "is not the envelope's payload type");
    }
    if ((kind == StatementKind.GENESIS) != (seq == 0)) {
      throw new InvalidStatementException(
          INCONSISTENT, "seq", "GENESIS stands at position 0, and nothing else does");
    }
    if (kind == StatementKind.GENESIS && !log.equals(Genesis.originOf(envelope.payload()))) {
      throw new InvalidStatementException(
          INCONSISTENT, "log", "is not the origin that this GENESIS gives");
    }
    return new Leaf(log, seq, ts, envelope, Bytes.of(bytes));
  }

  /// Origin of the log.
  public String log() {
    return log;
  }

  /// Index in the tree.
  public long seq() {
    return seq;
  }

  /// Milliseconds since the Unix epoch.
  public long ts() {
    return ts;
  }

  public StatementKind kind() {
    return envelope.kind();
  }

  public Envelope envelope() {
    return envelope;
  }

  /// The canonical JSON.
  public Bytes bytes() {
    return bytes;
  }

  /// SHA-256(0x00 ‖ bytes).
  public Hash32 hash() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Leaf that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "Leaf[" + seq + " " + kind() + " " + hash + "]";
  }
}
