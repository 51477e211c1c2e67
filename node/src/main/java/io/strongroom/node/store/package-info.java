/// The node's own tables beside the log: plain SQL, one class per subject, every write forced to
/// disk before it returns.
@NullMarked
package io.strongroom.node.store;

import org.jspecify.annotations.NullMarked;
