/// The small interfaces that custody needs from other rooms. The shells join them; nothing here is
/// implemented by custody.
@NullMarked
package io.strongroom.custody.spi;

import org.jspecify.annotations.NullMarked;
