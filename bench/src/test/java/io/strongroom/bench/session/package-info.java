/// Whole sessions as they are measured.
@NullMarked
package io.strongroom.bench.session;

import org.jspecify.annotations.NullMarked;
