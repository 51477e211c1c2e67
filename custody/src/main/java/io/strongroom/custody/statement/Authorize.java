package io.strongroom.custody.statement;

import java.util.List;
import java.util.Optional;

/// The coordinator orders one attempt at a withdrawal, with everything that nodes check before they
/// cosign it.
///
/// @param request leaf hash of the REQUEST
/// @param requestSeq its log position
/// @param attempt from 1 on
/// @param replaces log position of the AUTHORIZE that this attempt replaces
/// @param basis the statement's own log position: the state before it is what was evaluated
/// @param approvals leaf hashes of the APPROVALs, strictly ascending
/// @param policy hash of the policy in force
/// @param decision hash of the canonical Decision
/// @param signBy milliseconds since the Unix epoch after which nobody signs
/// @param inputs what must be signed, in the chain's order
public record Authorize(
    Header header,
    Hash32 request,
    long requestSeq,
    int attempt,
    Optional<Long> replaces,
    long basis,
    List<Hash32> approvals,
    Hash32 policy,
    Hash32 decision,
    long signBy,
    PlanDocument plan,
    List<PlanInput> inputs)
    implements BoundStatement {

  public Authorize {
    approvals = List.copyOf(approvals);
    inputs = List.copyOf(inputs);
  }

  @Override
  public StatementKind kind() {
    return StatementKind.AUTHORIZE;
  }
}
