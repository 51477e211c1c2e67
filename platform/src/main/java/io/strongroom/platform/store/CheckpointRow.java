package io.strongroom.platform.store;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// A row of `log_checkpoint`. Only this package sees it, and nobody compares rows.
@SuppressWarnings("ArrayRecordComponent") // bytea columns map to arrays; equals is never used
@Introspected(accessKind = Introspected.AccessKind.METHOD)
@MappedEntity("log_checkpoint")
record CheckpointRow(@Id long size, byte[] note) {}
