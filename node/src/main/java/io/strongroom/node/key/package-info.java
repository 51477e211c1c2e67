/// Sealed key shares, from PENDING to ACTIVE, and the pairs that must never be used again.
@NullMarked
package io.strongroom.node.key;

import org.jspecify.annotations.NullMarked;
