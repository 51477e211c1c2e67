@NullMarked
package io.strongroom.cli.terminal;

import org.jspecify.annotations.NullMarked;
