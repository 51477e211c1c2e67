@NullMarked
package io.strongroom.threshold.curve;

import org.jspecify.annotations.NullMarked;
