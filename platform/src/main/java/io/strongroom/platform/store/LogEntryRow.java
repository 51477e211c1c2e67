package io.strongroom.platform.store;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;

/// A row of `log_entry`. An empty attachment stands for none. Only this package sees it, and nobody
/// compares rows.
@SuppressWarnings("ArrayRecordComponent") // bytea columns map to arrays; equals is never used
@Introspected(accessKind = Introspected.AccessKind.METHOD)
@MappedEntity("log_entry")
record LogEntryRow(
    @Id long seq,
    long ts,
    String kind,
    byte[] leaf,
    @MappedProperty("leaf_hash") byte[] leafHash,
    byte[] attachment) {}
