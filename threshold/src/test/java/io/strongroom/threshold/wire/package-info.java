@NullMarked
package io.strongroom.threshold.wire;

import org.jspecify.annotations.NullMarked;
