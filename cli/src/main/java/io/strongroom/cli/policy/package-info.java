/// Policies as people write them: YAML, and amounts in units of an asset.
@NullMarked
package io.strongroom.cli.policy;

import org.jspecify.annotations.NullMarked;
