/// The secp256k1 group behind one class, with strict decoding and a stated timing class per call.
@NullMarked
package io.strongroom.threshold.curve;

import org.jspecify.annotations.NullMarked;
