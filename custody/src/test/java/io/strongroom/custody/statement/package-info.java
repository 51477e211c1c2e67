@NullMarked
package io.strongroom.custody.statement;

import org.jspecify.annotations.NullMarked;
