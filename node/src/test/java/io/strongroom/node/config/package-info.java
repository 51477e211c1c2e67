@NullMarked
package io.strongroom.node.config;

import org.jspecify.annotations.NullMarked;
