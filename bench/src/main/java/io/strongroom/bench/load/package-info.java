/// A desk member who submits withdrawals to a running cluster and waits for their signatures.
@NullMarked
package io.strongroom.bench.load;

import org.jspecify.annotations.NullMarked;
