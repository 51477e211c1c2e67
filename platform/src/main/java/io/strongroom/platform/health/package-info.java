/// Whether a process is alive and ready, and if not, why.
@NullMarked
package io.strongroom.platform.health;

import org.jspecify.annotations.NullMarked;
