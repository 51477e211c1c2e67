/// Replicas of the log: entries verified and applied one by one, and the tree's root compared with
/// a signed checkpoint.
///
/// Nodes run it before they cosign, auditors when they replay. Not done here: storage, cosigning,
/// export formats.
@NullMarked
package io.strongroom.custody.replay;

import org.jspecify.annotations.NullMarked;
