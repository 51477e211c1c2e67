@NullMarked
package io.strongroom.node.store;

import org.jspecify.annotations.NullMarked;
