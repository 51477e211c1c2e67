/// A member's directory: keys, trust root, and where the cluster is.
@NullMarked
package io.strongroom.cli.profile;

import org.jspecify.annotations.NullMarked;
