@NullMarked
package io.strongroom.cli.ceremony;

import org.jspecify.annotations.NullMarked;
