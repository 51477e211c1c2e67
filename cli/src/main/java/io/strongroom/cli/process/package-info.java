/// Other processes: where the applications are, how they are started, and that none is left behind.
@NullMarked
package io.strongroom.cli.process;

import org.jspecify.annotations.NullMarked;
