@NullMarked
package io.strongroom.bench;

import org.jspecify.annotations.NullMarked;
