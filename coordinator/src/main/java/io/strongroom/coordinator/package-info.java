@NullMarked
package io.strongroom.coordinator;

import org.jspecify.annotations.NullMarked;
