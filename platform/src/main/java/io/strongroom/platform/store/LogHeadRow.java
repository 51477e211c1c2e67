package io.strongroom.platform.store;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;

/// The row of `log_head`. Only this package sees it, and nobody compares rows.
@SuppressWarnings("ArrayRecordComponent") // bytea columns map to arrays; equals is never used
@Introspected(accessKind = Introspected.AccessKind.METHOD)
@MappedEntity("log_head")
record LogHeadRow(
    @Id int id,
    long size,
    byte[] root,
    byte[] frontier,
    @MappedProperty("state_hash") byte[] stateHash) {}
