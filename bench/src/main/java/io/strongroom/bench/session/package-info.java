/// Sessions of the threshold protocols between parties in one thread, with what each of them cost.
@NullMarked
package io.strongroom.bench.session;

import org.jspecify.annotations.NullMarked;
