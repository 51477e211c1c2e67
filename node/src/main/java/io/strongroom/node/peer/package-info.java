/// The other nodes and the coordinator, as this node calls them.
@NullMarked
package io.strongroom.node.peer;

import org.jspecify.annotations.NullMarked;
