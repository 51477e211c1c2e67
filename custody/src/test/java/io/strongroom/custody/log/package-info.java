@NullMarked
package io.strongroom.custody.log;

import org.jspecify.annotations.NullMarked;
