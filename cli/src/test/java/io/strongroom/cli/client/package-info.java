@NullMarked
package io.strongroom.cli.client;

import org.jspecify.annotations.NullMarked;
