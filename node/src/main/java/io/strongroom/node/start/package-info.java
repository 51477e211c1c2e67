/// From a command line to a serving node: directory, keys, genesis, database, checks, ports.
@NullMarked
package io.strongroom.node.start;

import org.jspecify.annotations.NullMarked;
