@NullMarked
package io.strongroom.threshold.dkg;

import org.jspecify.annotations.NullMarked;
