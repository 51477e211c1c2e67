/// What the rules of custody ask of a chain, answered for the chains of this module. The only
/// package here that knows custody, and of custody only its interface for chains.
@NullMarked
package io.strongroom.chain.custody;

import org.jspecify.annotations.NullMarked;
