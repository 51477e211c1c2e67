/// Random vector OLE: the multiplication of one party's vector with another party's late-fixed
/// random scalar.
///
/// Internal to the threshold room; public so that adversaries can be built from its parts. What is
/// not done here: the consistency of the inputs with the nonce and key points, which is the Γ check
/// of signing.
@NullMarked
package io.strongroom.threshold.vole;

import org.jspecify.annotations.NullMarked;
