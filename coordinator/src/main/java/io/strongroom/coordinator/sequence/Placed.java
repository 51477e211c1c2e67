package io.strongroom.coordinator.sequence;

import io.strongroom.custody.statement.Hash32;

/// Where a statement stands in the log.
///
/// @param seq its position
/// @param leafHash of its entry
/// @param ts log time, milliseconds since the Unix epoch
/// @param duplicate whether it had been logged before it was handed in this time
public record Placed(long seq, Hash32 leafHash, long ts, boolean duplicate) {}
