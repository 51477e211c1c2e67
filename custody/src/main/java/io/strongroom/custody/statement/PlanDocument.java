package io.strongroom.custody.statement;

import com.fasterxml.jackson.databind.JsonNode;

/// A transaction plan as a JSON object, kept as its canonical bytes so that it is an immutable
/// value. Its schema is closed by the chain's rules, not here.
public final class PlanDocument {

  private final Bytes canonical;

  private PlanDocument(Bytes canonical) {
    this.canonical = canonical;
  }

  /// Keeps the canonical encoding of a plan.
  ///
  /// @throws IllegalArgumentException if the node is no JSON object, or one that canonical JSON
  ///   cannot hold
  public static PlanDocument of(JsonNode plan) {
    if (!plan.isObject()) {
      throw new IllegalArgumentException("a plan is a JSON object");
    }
    return new PlanDocument(Bytes.of(CanonicalJson.write(plan)));
  }

  /// A fresh tree, which the caller may keep.
  public JsonNode json() {
    try {
      return CanonicalJson.parseStrict(canonical.toArray());
    } catch (InvalidStatementException e) {
      throw new IllegalStateException("canonical bytes of our own do not parse", e);
    }
  }

  /// The canonical JSON.
  public Bytes canonical() {
    return canonical;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanDocument that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
