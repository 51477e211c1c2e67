package io.strongroom.custody.statement;

import java.util.Optional;

/// An approver says yes to a REQUEST or a PROPOSAL.
///
/// @param subject leaf hash of what is approved
/// @param requirements hash of the merged requirement that the approver saw
/// @param intent what the approver saw: present exactly if the subject is a REQUEST
public record Approval(Header header, Hash32 subject, Hash32 requirements, Optional<Intent> intent)
    implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.APPROVAL;
  }
}
