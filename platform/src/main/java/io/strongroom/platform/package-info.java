@NullMarked
package io.strongroom.platform;

import org.jspecify.annotations.NullMarked;
