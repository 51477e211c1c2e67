/// A simulated network for the threshold protocols: real sessions, seeded randomness and delivery
/// order, and adversaries that either rewrite messages of a real run or deviate consistently.
///
/// One seed replays a run. Never shipped: identities and randomness are predictable.
@NullMarked
package io.strongroom.testkit.sim;

import org.jspecify.annotations.NullMarked;
