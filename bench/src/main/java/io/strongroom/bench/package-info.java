/// Measurements: unit costs, whole parties of the protocols, and a running cluster under load.
/// Nothing here is shipped. Figures and conditions are in `docs/performance.md`.
@NullMarked
package io.strongroom.bench;

import org.jspecify.annotations.NullMarked;
