package io.strongroom.custody.policy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A withdrawal to be decided: an intent, and what has been said about it so far.
///
/// @param initiator person who asks
/// @param amount base units
/// @param destination a destination's id, or `vault:` and a vault's name
/// @param address where the destination led when the request was logged; empty for a mere question
/// @param feeCap base units of the chain's native asset
/// @param expires milliseconds since the Unix epoch
/// @param floor the requirement so far: accumulation may only raise it
/// @param rejections persons whose rejection voids their approval
/// @param quorumAt when its quorum was reached; empty if it is not
/// @param readyAt earliest time to be ready that was ever fixed for it
/// @param order its place in the order of reservations; [#UNRESERVED] if nothing is reserved for it
public record Candidate(
    String initiator,
    String vault,
    String asset,
    BigInteger amount,
    String destination,
    Optional<String> address,
    BigInteger feeCap,
    long expires,
    Requirement floor,
    List<GivenApproval> approvals,
    Set<String> rejections,
    OptionalLong quorumAt,
    OptionalLong readyAt,
    long order) {
  /// The order of what is not reserved: everything reserved counts before it.
  public static final long UNRESERVED = Long.MAX_VALUE;

  public Candidate {
    approvals = List.copyOf(approvals);
    rejections = Set.copyOf(rejections);
  }

  /// A question: what would be decided about this intent now.
  public static Candidate question(
      String initiator,
      String vault,
      String asset,
      BigInteger amount,
      String destination,
      BigInteger feeCap,
      long expires) {
    return new Candidate(
        initiator,
        vault,
        asset,
        amount,
        destination,
        Optional.empty(),
        feeCap,
        expires,
        Requirement.NONE,
        List.of(),
        Set.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        UNRESERVED);
  }
}
