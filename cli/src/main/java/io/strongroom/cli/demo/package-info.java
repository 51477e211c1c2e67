/// The demonstration: a real cluster on this machine, withdrawals under policy, and a stolen
/// coordinator.
@NullMarked
package io.strongroom.cli.demo;

import org.jspecify.annotations.NullMarked;
