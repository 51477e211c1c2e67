/// What it takes to be a well-behaved process: its directory, one instance at a time, clear
/// failures with stable exit codes, graceful shutdown.
@NullMarked
package io.strongroom.platform.process;

import org.jspecify.annotations.NullMarked;
