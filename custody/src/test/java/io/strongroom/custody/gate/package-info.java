@NullMarked
package io.strongroom.custody.gate;

import org.jspecify.annotations.NullMarked;
