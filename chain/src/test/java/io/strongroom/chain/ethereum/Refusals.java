package io.strongroom.chain.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.chain.InvalidChainInputException;
import org.junit.jupiter.api.function.Executable;

/// Refusals name the field.
final class Refusals {

  private Refusals() {}

  static void assertRefused(String field, Executable action) {
    InvalidChainInputException refused = assertThrows(InvalidChainInputException.class, action);
    assertEquals(field, refused.field(), refused.getMessage());
  }
}
