/// That the measurements measure what they say.
@NullMarked
package io.strongroom.bench;

import org.jspecify.annotations.NullMarked;
