package io.strongroom.platform.grpc;

import io.grpc.Context;
import io.strongroom.platform.identity.Principal;
import java.util.Optional;

/// Who makes the present call: the principal of the TLS session's certificate, never a field of a
/// message.
public final class Caller {

  private static final Context.Key<Principal> KEY = Context.key("strongroom-caller");

  private Caller() {}

  /// The authenticated caller of the call that this thread serves.
  ///
  /// @throws StrongroomException UNAUTHENTICATED when there is none, which the interceptors allow
  ///   only for health
  public static Principal current() {
    return find()
        .orElseThrow(
            () -> StrongroomException.of(ErrorCode.UNAUTHENTICATED, "this call needs an identity"));
  }

  /// The authenticated caller, or empty.
  public static Optional<Principal> find() {
    return Optional.ofNullable(KEY.get());
  }

  /// A context in which `principal` is the caller. For the interceptor, and for tests of services.
  public static Context with(Context context, Principal principal) {
    return context.withValue(KEY, principal);
  }
}
