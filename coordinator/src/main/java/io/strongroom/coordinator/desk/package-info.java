/// What members ask over gRPC. Endpoints translate and delegate; they hold no rule.
@NullMarked
package io.strongroom.coordinator.desk;

import org.jspecify.annotations.NullMarked;
