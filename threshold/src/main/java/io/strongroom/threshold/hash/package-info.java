/// The hash functions of `docs/protocol.md` 3.1: TH, HS and F.
@NullMarked
package io.strongroom.threshold.hash;

import org.jspecify.annotations.NullMarked;
