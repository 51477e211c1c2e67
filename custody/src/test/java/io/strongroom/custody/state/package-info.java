@NullMarked
package io.strongroom.custody.state;

import org.jspecify.annotations.NullMarked;
