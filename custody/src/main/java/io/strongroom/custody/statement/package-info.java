/// Statements: what anybody in the cluster says, as strict canonical JSON in a signed envelope.
///
/// The JSON is RFC 8785 restricted to printable ASCII and to integers 0..2^53-1; the envelope is
/// DSSE; signatures are Ed25519. Everything here is public data, except
/// [io.strongroom.custody.statement.Ed25519PrivateKey].
///
/// Not done here: whether a statement is admissible at a position of the log (package `state`), and
/// passkey signatures.
@NullMarked
package io.strongroom.custody.statement;

import org.jspecify.annotations.NullMarked;
