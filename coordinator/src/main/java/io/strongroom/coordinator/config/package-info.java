/// The coordinator's configuration.
@NullMarked
package io.strongroom.coordinator.config;

import org.jspecify.annotations.NullMarked;
