/// Files that must survive a crash: atomic, forced replacement, and strict JSON.
///
/// Not done here: locking (see `process`), encryption (see `seal`).
@NullMarked
package io.strongroom.platform.files;

import org.jspecify.annotations.NullMarked;
