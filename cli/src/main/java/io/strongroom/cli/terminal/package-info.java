/// What people and programs read: lines, tables, JSON, progress, exit codes, amounts and times.
@NullMarked
package io.strongroom.cli.terminal;

import org.jspecify.annotations.NullMarked;
