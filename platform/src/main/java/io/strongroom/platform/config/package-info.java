/// What node and coordinator read before they start: arguments, `config.yaml`, `genesis.json`.
@NullMarked
package io.strongroom.platform.config;

import org.jspecify.annotations.NullMarked;
