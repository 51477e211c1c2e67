/// Runs protocol sessions: one thread each, bounded mailboxes, one way out. Holds no rule of
/// custody or cryptography.
@NullMarked
package io.strongroom.node.session;

import org.jspecify.annotations.NullMarked;
