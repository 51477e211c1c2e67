/// Arithmetic modulo the group order and in GF(2^128). Constant time unless a name ends in
/// `VarTime`.
@NullMarked
package io.strongroom.threshold.math;

import org.jspecify.annotations.NullMarked;
