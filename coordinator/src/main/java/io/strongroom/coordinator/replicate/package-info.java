/// Entries to the nodes, cosignatures back, and what is therefore committed.
@NullMarked
package io.strongroom.coordinator.replicate;

import org.jspecify.annotations.NullMarked;
