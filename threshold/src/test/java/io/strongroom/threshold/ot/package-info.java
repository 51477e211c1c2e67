@NullMarked
package io.strongroom.threshold.ot;

import org.jspecify.annotations.NullMarked;
