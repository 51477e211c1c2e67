/// Calls between authenticated parties: who calls, what their role may reach, typed errors,
/// deadlines and limits.
@NullMarked
package io.strongroom.platform.grpc;

import org.jspecify.annotations.NullMarked;
