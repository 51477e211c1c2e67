/// The node's own verified copy of the request log, and its cosignatures.
@NullMarked
package io.strongroom.node.replica;

import org.jspecify.annotations.NullMarked;
