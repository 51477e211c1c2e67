@NullMarked
package io.strongroom.custody;

import org.jspecify.annotations.NullMarked;
