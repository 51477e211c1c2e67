/// The rounds of message-bound signing (`sign-c`): each round is a state, sealed and spent by its
/// one step.
///
/// Rounds do no I/O and hold no clock; [io.strongroom.threshold.SigningSession] feeds them.
/// Internal to the threshold room; public so that adversaries can be built from the parts. Not done
/// here: deciding what may be signed, recording session identifiers and "possibly signed", burning
/// pairs. Source: `docs/protocol.md`, sections 10 to 14.
@NullMarked
package io.strongroom.threshold.sign;

import org.jspecify.annotations.NullMarked;
