/// The rounds of key generation (`docs/protocol.md` 5), written for dealers D and holders H.
///
/// The entry point is [io.strongroom.threshold.KeyGeneration]. Not done here: dealers that hold no
/// share, prescribed constant terms and chain codes, which import and resharing need.
@NullMarked
package io.strongroom.threshold.dkg;

import org.jspecify.annotations.NullMarked;
