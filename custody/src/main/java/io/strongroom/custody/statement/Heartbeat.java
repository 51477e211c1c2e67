package io.strongroom.custody.statement;

/// The coordinator lets the log's time pass. Information only.
public record Heartbeat(Header header) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.HEARTBEAT;
  }
}
