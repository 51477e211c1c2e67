/// How a cluster begins: identity cards, a draft genesis, everybody's signature, configuration.
@NullMarked
package io.strongroom.cli.ceremony;

import org.jspecify.annotations.NullMarked;
