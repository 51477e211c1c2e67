@NullMarked
package io.strongroom.threshold.hash;

import org.jspecify.annotations.NullMarked;
