@NullMarked
package io.strongroom.chain;

import org.jspecify.annotations.NullMarked;
