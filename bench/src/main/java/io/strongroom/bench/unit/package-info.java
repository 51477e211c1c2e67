/// The operations that the floor formula counts, measured one by one.
@NullMarked
package io.strongroom.bench.unit;

import org.jspecify.annotations.NullMarked;
