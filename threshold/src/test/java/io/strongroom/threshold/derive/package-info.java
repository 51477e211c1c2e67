@NullMarked
package io.strongroom.threshold.derive;

import org.jspecify.annotations.NullMarked;
