/// The one place where statements get their position: the rules of custody, one transaction, then
/// the log's signature.
@NullMarked
package io.strongroom.coordinator.sequence;

import org.jspecify.annotations.NullMarked;
