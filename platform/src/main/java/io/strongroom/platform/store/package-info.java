/// The SQL store of the request log, and what makes a commit durable.
///
/// The store keeps bytes and refuses gaps and lost races; it knows no rule and verifies no
/// signature (see the custody module for that).
@NullMarked
package io.strongroom.platform.store;

import org.jspecify.annotations.NullMarked;
