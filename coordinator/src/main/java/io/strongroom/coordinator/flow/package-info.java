/// What the coordinator does of its own accord: signatures, keys, releases, the chain. It proposes;
/// nodes decide.
@NullMarked
package io.strongroom.coordinator.flow;

import org.jspecify.annotations.NullMarked;
