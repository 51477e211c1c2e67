package io.strongroom.coordinator.replicate;

/// How a node follows this log.
///
/// @param following whether the newest exchange with it succeeded
/// @param size how many entries it holds, as last known
/// @param committed the largest size that it was shown to be committed
/// @param reason why it does not follow, or empty
public record NodeHealth(boolean following, long size, long committed, String reason) {}
