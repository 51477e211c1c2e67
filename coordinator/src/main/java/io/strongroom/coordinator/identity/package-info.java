/// The coordinator's own keys.
@NullMarked
package io.strongroom.coordinator.identity;

import org.jspecify.annotations.NullMarked;
