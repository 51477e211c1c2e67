@NullMarked
package io.strongroom.chain.custody;

import org.jspecify.annotations.NullMarked;
