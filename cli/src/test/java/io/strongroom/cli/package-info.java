@NullMarked
package io.strongroom.cli;

import org.jspecify.annotations.NullMarked;
