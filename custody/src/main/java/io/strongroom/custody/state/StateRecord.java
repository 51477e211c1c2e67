package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A part of the state, as the state hash covers it.
interface StateRecord {
  /// Distinguishes it from every other record of a state.
  String recordKey();

  /// Everything about it that entries decide. Nothing local to a process.
  ObjectNode json();
}
