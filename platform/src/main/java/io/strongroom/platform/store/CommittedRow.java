package io.strongroom.platform.store;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// The row of `log_committed`; an empty note stands for none. Only this package sees it, and nobody
/// compares rows.
@SuppressWarnings("ArrayRecordComponent") // bytea columns map to arrays; equals is never used
@Introspected(accessKind = Introspected.AccessKind.METHOD)
@MappedEntity("log_committed")
record CommittedRow(@Id int id, long size, byte[] note) {}
