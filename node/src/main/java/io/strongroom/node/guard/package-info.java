/// What stands between a request and a signature: the sign gate, and the durable records that make
/// every decision final.
@NullMarked
package io.strongroom.node.guard;

import org.jspecify.annotations.NullMarked;
