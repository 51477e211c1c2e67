/// From a command line to a serving coordinator: directory, keys, genesis, database, flows, port.
@NullMarked
package io.strongroom.coordinator.start;

import org.jspecify.annotations.NullMarked;
