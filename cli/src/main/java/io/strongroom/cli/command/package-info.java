/// The commands: each parses its options, calls the rooms that do the work, and prints.
@NullMarked
package io.strongroom.cli.command;

import org.jspecify.annotations.NullMarked;
