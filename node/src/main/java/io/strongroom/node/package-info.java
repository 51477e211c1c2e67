/// The signer node: it keeps its own verified copy of the request log, decides by itself, and takes
/// part in a signature only for what it has decided.
@NullMarked
package io.strongroom.node;

import org.jspecify.annotations.NullMarked;
