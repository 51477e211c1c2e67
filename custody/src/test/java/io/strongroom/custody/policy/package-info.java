@NullMarked
package io.strongroom.custody.policy;

import org.jspecify.annotations.NullMarked;
