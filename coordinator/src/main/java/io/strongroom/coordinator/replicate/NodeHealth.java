package io.strongroom.coordinator.replicate;

/// How a node follows this log.
///
/// @param following whether the newest exchange with it succeeded
/// @param size how many entries it holds, as last known
/// @param reason why it does not follow, or empty
public record NodeHealth(boolean following, long size, String reason) {}
