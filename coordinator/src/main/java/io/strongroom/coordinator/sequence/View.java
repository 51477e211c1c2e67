package io.strongroom.coordinator.sequence;

import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.state.State;

/// The log as it stands on this coordinator's disk: what it leads to, and its head. Immutable; not
/// necessarily committed.
public record View(State state, Checkpoint head) {}
