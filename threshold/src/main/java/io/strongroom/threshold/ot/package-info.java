/// Oblivious transfer: base OT, punctured trees and the OT extension (`docs/protocol.md` 6 to 8).
@NullMarked
package io.strongroom.threshold.ot;

import org.jspecify.annotations.NullMarked;
