/// The request log's formats: leaves, the RFC 6962 Merkle tree with its proofs, C2SP signed notes,
/// checkpoints and cosignatures.
///
/// Everything here is public data and immutable. Not done here: storage, tiles, and what a leaf's
/// statement means.
@NullMarked
package io.strongroom.custody.log;

import org.jspecify.annotations.NullMarked;
