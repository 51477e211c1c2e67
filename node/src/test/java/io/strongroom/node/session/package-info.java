@NullMarked
package io.strongroom.node.session;

import org.jspecify.annotations.NullMarked;
