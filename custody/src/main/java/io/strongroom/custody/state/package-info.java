/// The state that a log's entries lead to, and which entries may come next.
///
/// [io.strongroom.custody.state.Ledger] is the way in: a pure function from a state and a candidate
/// entry to the next state, a duplicate, or a typed refusal. Coordinator, nodes and auditors run
/// the same code and agree on the state hash at every entry. Time is the entries' own; there is no
/// clock.
///
/// Not done here: bounds on timestamps against a clock and the tree's root (package `replay`), and
/// a node's own decision to sign (package `gate`).
@NullMarked
package io.strongroom.custody.state;

import org.jspecify.annotations.NullMarked;
