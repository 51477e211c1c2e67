/// Exact readers and writers, the signed envelope, and the rules for delivered messages
/// (`docs/protocol.md` 2 and 3.3).
@NullMarked
package io.strongroom.threshold.wire;

import org.jspecify.annotations.NullMarked;
