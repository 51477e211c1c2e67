@NullMarked
package io.strongroom.threshold.vole;

import org.jspecify.annotations.NullMarked;
