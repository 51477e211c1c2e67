@NullMarked
package io.strongroom.custody.replay;

import org.jspecify.annotations.NullMarked;
