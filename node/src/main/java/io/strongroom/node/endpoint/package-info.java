/// The gRPC services. They translate and delegate; they decide nothing.
@NullMarked
package io.strongroom.node.endpoint;

import org.jspecify.annotations.NullMarked;
