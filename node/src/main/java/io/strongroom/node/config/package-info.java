/// What an operator gives a node: its directory, its configuration file, its command line.
@NullMarked
package io.strongroom.node.config;

import org.jspecify.annotations.NullMarked;
