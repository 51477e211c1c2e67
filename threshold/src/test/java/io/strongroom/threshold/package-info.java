@NullMarked
package io.strongroom.threshold;

import org.jspecify.annotations.NullMarked;
