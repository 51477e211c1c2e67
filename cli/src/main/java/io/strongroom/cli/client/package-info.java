/// Calls to the coordinator and the nodes, and the checks of what they answer.
@NullMarked
package io.strongroom.cli.client;

import org.jspecify.annotations.NullMarked;
