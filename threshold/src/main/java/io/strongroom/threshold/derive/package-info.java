/// Child keys (`docs/protocol.md` 13.1).
@NullMarked
package io.strongroom.threshold.derive;

import org.jspecify.annotations.NullMarked;
