@NullMarked
package io.strongroom.coordinator.start;

import org.jspecify.annotations.NullMarked;
