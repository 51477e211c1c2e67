package io.strongroom.custody.state;

import io.strongroom.custody.statement.Hash32;

/// Where a statement stands in the log.
///
/// @param payloadHash SHA-256 of its payload
public record StatementRef(long seq, Hash32 leafHash, Hash32 payloadHash) {}
