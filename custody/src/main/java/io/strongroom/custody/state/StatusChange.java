package io.strongroom.custody.state;

/// A withdrawal reached a status.
///
/// @param at log time, milliseconds since the Unix epoch
/// @param seq the log position at whose application it did
public record StatusChange(WithdrawalStatus status, long at, long seq) {}
