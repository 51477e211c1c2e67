/// A real Ethereum node for tests, with what a test needs to say to it. Nothing here is for
/// production.
@NullMarked
package io.strongroom.testkit.ethereum;

import org.jspecify.annotations.NullMarked;
