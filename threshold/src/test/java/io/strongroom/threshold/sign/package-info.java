@NullMarked
package io.strongroom.threshold.sign;

import org.jspecify.annotations.NullMarked;
