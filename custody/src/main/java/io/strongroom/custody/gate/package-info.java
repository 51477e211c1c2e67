/// A node's own decision to take part in a signature, and the restrictions that it holds beside the
/// log.
///
/// Pure: the node brings its state, its head, a freshly cosigned checkpoint and its clock, and asks
/// before every message of a session. Not done here: what the node must keep durably, namely that
/// one nonce goes to one request, one input to one digest, and that it never signs what it has
/// released.
@NullMarked
package io.strongroom.custody.gate;

import org.jspecify.annotations.NullMarked;
