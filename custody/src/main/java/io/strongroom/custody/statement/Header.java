package io.strongroom.custody.statement;

/// The fields that every statement but GENESIS carries.
///
/// @param log the log's origin, `strongroom/` and 64 hex digits
/// @param epoch the log's epoch, from 1 on
/// @param id the statement's own id, unique per signer
/// @param expires milliseconds since the Unix epoch
public record Header(String log, long epoch, String id, long expires) {}
