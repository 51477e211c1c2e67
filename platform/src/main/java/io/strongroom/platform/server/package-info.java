/// The gRPC server and the application context that node and coordinator share.
@NullMarked
package io.strongroom.platform.server;

import org.jspecify.annotations.NullMarked;
