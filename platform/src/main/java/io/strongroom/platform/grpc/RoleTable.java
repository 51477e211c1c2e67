package io.strongroom.platform.grpc;

import io.strongroom.platform.identity.PrincipalKind;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.LogGrpc;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.PeerGrpc;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.RestrictionsGrpc;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which kinds of callers may reach which service. What is not listed is refused to everybody.
///
/// This is the outer door only. Whether a statement may be made is decided by the rules of custody
/// from the statement's own signature.
public final class RoleTable {

  /// The gRPC health service: the only one that answers callers without an identity.
  public static final String HEALTH_SERVICE = "grpc.health.v1.Health";

  private final Map<String, Set<PrincipalKind>> byService;

  private RoleTable(Map<String, Set<PrincipalKind>> byService) {
    this.byService = Map.copyOf(byService);
  }

  /// The table of the wire contract `strongroom.v1`.
  public static RoleTable standard() {
    Map<String, Set<PrincipalKind>> table = new HashMap<>();
    table.put(ReplicaGrpc.SERVICE_NAME, EnumSet.of(PrincipalKind.COORDINATOR));
    table.put(PeerGrpc.SERVICE_NAME, EnumSet.of(PrincipalKind.NODE));
    table.put(NodeInfoGrpc.SERVICE_NAME, EnumSet.allOf(PrincipalKind.class));
    table.put(RestrictionsGrpc.SERVICE_NAME, EnumSet.allOf(PrincipalKind.class));
    table.put(DeskGrpc.SERVICE_NAME, EnumSet.of(PrincipalKind.MEMBER));
    table.put(LogGrpc.SERVICE_NAME, EnumSet.allOf(PrincipalKind.class));
    return new RoleTable(table);
  }

  /// This table with one more service, or another rule for a service.
  public RoleTable with(String service, Set<PrincipalKind> kinds) {
    Map<String, Set<PrincipalKind>> table = new HashMap<>(byService);
    table.put(service, Set.copyOf(kinds));
    return new RoleTable(table);
  }

  /// True when callers of this kind may call this service.
  public boolean allows(String service, PrincipalKind kind) {
    return service.equals(HEALTH_SERVICE)
        || byService.getOrDefault(service, Set.of()).contains(kind);
  }
}
