package io.strongroom.platform.server;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.strongroom.platform.grpc.RequestLimits;
import io.strongroom.platform.grpc.RoleTable;
import jakarta.inject.Singleton;
import java.time.Clock;

/// What a process gets unless it brings its own.
@Factory
final class PlatformFactory {

  @Singleton
  @Secondary
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  @Secondary
  RoleTable roleTable() {
    return RoleTable.standard();
  }

  @Singleton
  @Secondary
  RequestLimits requestLimits() {
    return RequestLimits.standard();
  }
}
