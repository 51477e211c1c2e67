@NullMarked
package io.strongroom.testkit.sim;

import org.jspecify.annotations.NullMarked;
