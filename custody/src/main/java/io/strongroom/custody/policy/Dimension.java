package io.strongroom.custody.policy;

import java.util.Locale;

/// By what a window keeps separate sums. Assets are always separate: their base units cannot be
/// added.
public enum Dimension {
  VAULT,
  MEMBER,
  ASSET,
  DESTINATION;

  /// The policy's word for it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Dimension read(PolicyNode node) throws InvalidPolicyException {
    String text = node.text();
    for (Dimension dimension : values()) {
      if (dimension.text().equals(text)) {
        return dimension;
      }
    }
    throw node.refuse("must be vault, member, asset or destination");
  }
}
