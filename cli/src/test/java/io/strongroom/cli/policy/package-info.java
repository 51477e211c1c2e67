@NullMarked
package io.strongroom.cli.policy;

import org.jspecify.annotations.NullMarked;
