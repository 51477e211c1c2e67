package io.strongroom.coordinator.desk;

import com.google.protobuf.ByteString;
import io.strongroom.coordinator.replicate.Commitments;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.coordinator.sequence.View;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.SignedCheckpoint;
import jakarta.inject.Singleton;

/// The log's head as a message of the wire.
@Singleton
final class LogHeads {

  private final RequestLog log;
  private final Commitments commitments;

  LogHeads(RequestLog log, Commitments commitments) {
    this.log = log;
    this.commitments = commitments;
  }

  LogHead now() {
    View view = log.view();
    LogHead.Builder head =
        LogHead.newBuilder()
            .setSize(view.head().size())
            .setRoot(ByteString.copyFrom(view.head().root().bytes()))
            .setStateHash(ByteString.copyFrom(view.state().stateHash().bytes()));
    commitments
        .committed()
        .ifPresent(committed ->
            head.setCommitted(
                SignedCheckpoint.newBuilder()
                    .setNote(ByteString.copyFrom(committed.note().bytes()))));
    return head.build();
  }
}
