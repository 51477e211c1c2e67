@NullMarked
package io.strongroom.node.start;

import org.jspecify.annotations.NullMarked;
