@NullMarked
package io.strongroom.testkit;

import org.jspecify.annotations.NullMarked;
