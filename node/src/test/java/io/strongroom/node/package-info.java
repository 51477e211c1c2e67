@NullMarked
package io.strongroom.node;

import org.jspecify.annotations.NullMarked;
