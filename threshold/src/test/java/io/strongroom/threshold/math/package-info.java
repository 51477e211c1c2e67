@NullMarked
package io.strongroom.threshold.math;

import org.jspecify.annotations.NullMarked;
