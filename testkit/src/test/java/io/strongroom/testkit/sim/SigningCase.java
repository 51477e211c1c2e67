package io.strongroom.testkit.sim;

import static io.strongroom.threshold.AbortCode.BAD_SIGNATURE;
import static io.strongroom.threshold.AbortCode.COMMIT_OPEN;
import static io.strongroom.threshold.AbortCode.COT_CHECK;
import static io.strongroom.threshold.AbortCode.ENCODING;
import static io.strongroom.threshold.AbortCode.EQUIVOCATION_R1;
import static io.strongroom.threshold.AbortCode.EQUIVOCATION_R2;
import static io.strongroom.threshold.AbortCode.FRAGMENT_MISMATCH;
import static io.strongroom.threshold.AbortCode.GAMMA_U;
import static io.strongroom.threshold.AbortCode.GAMMA_V;
import static io.strongroom.threshold.AbortCode.RVOLE_CHECK;

import io.strongroom.threshold.ot.OtExtensionLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// One rewritten message of a signing run, and what it must lead to.
///
/// @param name for people
/// @param signers 2 or 3
/// @param batch B
/// @param where the messages that are rewritten, towards all peers
/// @param change what the sender signs instead
/// @param verdict at every honest party
record SigningCase(
    String name,
    int signers,
    int batch,
    Where where,
    UnaryOperator<byte[]> change,
    Verdict verdict) {

  static final int INSTANCE = 72_388;
  static final int VOLE = 4 * 33;
  static final int VOLE_DIGEST = VOLE + 72_192;
  static final int VOLE_SUM = VOLE_DIGEST + 32;

  /// Where fragments begin in the last message.
  static int fragments(int signers) {
    return signers == 2 ? 32 : 0;
  }

  static Where lastMessage(int signers) {
    return signers == 2 ? Where.direct(3) : Where.broadcast(4);
  }

  /// The honest party has emitted its own message of the round, and, before a wrong ψ shows, its
  /// fragment.
  int lastRound() {
    return verdict.code() == BAD_SIGNATURE ? (signers == 2 ? 3 : 4) : where.round();
  }

  @Override
  public String toString() {
    return signers + " signers, B=" + batch + ", " + name;
  }

  /// Collects the cases of one shape.
  static final class Table {

    private final int signers;
    private final int batch;
    private final List<SigningCase> cases = new ArrayList<>();

    Table(int signers, int batch) {
      this.signers = signers;
      this.batch = batch;
    }

    void add(String name, Where where, UnaryOperator<byte[]> change, Verdict verdict) {
      cases.add(new SigningCase(name, signers, batch, where, change, verdict));
    }

    List<SigningCase> cases() {
      return cases;
    }
  }

  /// One flipped bit in every field; points are negated, scalars change by one.
  static List<SigningCase> flips(int signers, int batch) {
    Table table = new Table(signers, batch);
    int matrix = new OtExtensionLayout(batch).matrixBytes();
    Verdict split = Verdict.sender(EQUIVOCATION_R1);
    table.add("ν", Where.broadcast(1), Bytes.flip(0), split);
    table.add("C", Where.broadcast(1), Bytes.flip(63), split);
    table.add("ps-r1 prefix", Where.direct(1), Bytes.flip(0), split);
    table.add("prefix and U", Where.direct(1), Bytes.then(Bytes.flip(0), Bytes.flip(32)), split);
    Verdict cot = Verdict.burn(COT_CHECK);
    table.add("U, first byte", Where.direct(1), Bytes.flip(32), cot);
    table.add("U, last byte", Where.direct(1), Bytes.flip(31 + matrix), cot);
    table.add("xh", Where.direct(1), Bytes.flip(32 + matrix), cot);
    table.add("xh, second hash", Where.direct(1), Bytes.flip(48 + matrix), cot);
    table.add("hV", Where.direct(1), Bytes.flip(64 + matrix), cot);
    table.add("h1", Where.direct(2), Bytes.flip(0), Verdict.nobody(EQUIVOCATION_R1));
    table.add("salt", Where.direct(2), Bytes.flip(32), Verdict.sender(COMMIT_OPEN));
    for (int b = 0; b < batch; b++) {
      flipInstance(table, b);
    }
    if (signers > 2) {
      table.add("h2", Where.direct(3), Bytes.flip(0), Verdict.nobody(EQUIVOCATION_R2));
      table.add("ψ", Where.direct(3), Bytes.flip(31 + 32 * batch), Verdict.nobody(BAD_SIGNATURE));
    } else {
      table.add("h2", Where.direct(3), Bytes.flip(0), Verdict.nobody(EQUIVOCATION_R2));
    }
    flipFragments(table, batch - 1);
    return table.cases();
  }

  private static void flipInstance(Table table, int b) {
    int at = 64 + b * INSTANCE;
    Where where = Where.direct(2);
    String of = " of request " + b;
    Verdict vole = Verdict.burn(RVOLE_CHECK);
    table.add("R" + of, where, Bytes.flip(at), Verdict.sender(COMMIT_OPEN));
    table.add("pk" + of, where, Bytes.flip(at + 33), Verdict.burn(GAMMA_V));
    table.add("Γu" + of, where, Bytes.flip(at + 66), Verdict.burn(GAMMA_U));
    table.add("Γv" + of, where, Bytes.flip(at + 99), Verdict.burn(GAMMA_V));
    table.add("first Q" + of, where, Bytes.flip(at + VOLE + 31), vole);
    table.add("last Q" + of, where, Bytes.flip(at + VOLE_DIGEST - 1), vole);
    table.add("H_u" + of, where, Bytes.flip(at + VOLE_DIGEST), vole);
    table.add("v" + of, where, Bytes.flip(at + VOLE_SUM + 31), vole);
  }

  private static void flipFragments(Table table, int b) {
    Where where = lastMessage(table.signers);
    int at = fragments(table.signers) + 128 * b;
    table.add("id", where, Bytes.flip(at), Verdict.sender(FRAGMENT_MISMATCH));
    table.add("rq", where, Bytes.flip(at + 32), Verdict.sender(FRAGMENT_MISMATCH));
    table.add("u'", where, Bytes.flip(at + 95), Verdict.nobody(BAD_SIGNATURE));
    table.add("w", where, Bytes.flip(at + 127), Verdict.nobody(BAD_SIGNATURE));
  }

  /// Every message truncated, emptied and extended; every point and scalar encoded badly.
  static List<SigningCase> encodings(int signers, int batch) {
    Table table = new Table(signers, batch);
    List<Where> messages = new ArrayList<>();
    messages.add(Where.broadcast(1));
    messages.add(Where.direct(1));
    messages.add(Where.direct(2));
    messages.add(Where.direct(3));
    if (signers > 2) {
      messages.add(Where.broadcast(4));
    }
    for (Where where : messages) {
      String of = (where.broadcast() ? " broadcast " : " direct ") + where.round();
      table.add("short" + of, where, Bytes::shorter, Verdict.sender(ENCODING));
      table.add("empty" + of, where, Bytes::empty, Verdict.sender(ENCODING));
      table.add("long" + of, where, Bytes::longer, Verdict.sender(ENCODING));
    }
    int last = 64 + (batch - 1) * INSTANCE;
    String[] points = {"R", "pk", "Γu", "Γv"};
    for (int k = 0; k < points.length; k++) {
      badPoint(table, points[k], Where.direct(2), last + 33 * k);
    }
    badScalar(table, "first Q", Where.direct(2), last + VOLE);
    badScalar(table, "last Q", Where.direct(2), last + VOLE_DIGEST - 32);
    badScalar(table, "v", Where.direct(2), last + VOLE_SUM);
    if (signers > 2) {
      badScalar(table, "ψ", Where.direct(3), 32 * batch);
    }
    int fragment = fragments(signers) + 128 * (batch - 1);
    badScalar(table, "u'", lastMessage(signers), fragment + 64);
    badScalar(table, "w", lastMessage(signers), fragment + 96);
    return table.cases();
  }

  private static void badPoint(Table table, String name, Where where, int at) {
    Verdict verdict = Verdict.sender(ENCODING);
    table.add(name + " with prefix 04", where, Bytes.set(at, (byte) 4), verdict);
    table.add(name + " with x above p", where, Bytes.set(at + 1, Bytes.ones(32)), verdict);
    table.add(name + " off the curve", where, Bytes.set(at, Bytes.offCurve()), verdict);
    table.add(name + " as the identity", where, Bytes.set(at, new byte[33]), verdict);
  }

  private static void badScalar(Table table, String name, Where where, int at) {
    table.add(name + " = q", where, Bytes.set(at, Bytes.order()), Verdict.sender(ENCODING));
  }
}
