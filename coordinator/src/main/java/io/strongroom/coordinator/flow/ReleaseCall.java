package io.strongroom.coordinator.flow;

import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.proto.v1.ReleaseRequest;
import io.strongroom.proto.v1.ReleaseResponse;
import io.strongroom.proto.v1.ReplicaGrpc;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the share holders of an authorisation that may no longer be signed to release it. Whether
/// they can is theirs to say: whoever sent a fragment refuses.
@Singleton
final class ReleaseCall {

  private static final long CALL_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseCall.class);

  private final NodeChannels channels;
  private final Quorums quorums;
  private final Sequencer sequencer;
  private final RequestLog log;

  ReleaseCall(NodeChannels channels, Quorums quorums, Sequencer sequencer, RequestLog log) {
    this.channels = channels;
    this.quorums = quorums;
    this.sequencer = sequencer;
    this.log = log;
  }

  /// Asks every holder that has not released yet, and logs what they state.
  void collect(Withdrawal withdrawal, long authorizeSeq) {
    Vault vault = log.view().state().vault(withdrawal.request().vault()).orElseThrow();
    for (int party : vault.parties()) {
      String node = quorums.node(party);
      boolean released =
          withdrawal.authorization().map(a -> a.releases().contains(node)).orElse(false);
      if (!released) {
        ask(node, authorizeSeq);
      }
    }
  }

  private void ask(String node, long authorizeSeq) {
    try {
      ReleaseResponse response =
          ReplicaGrpc.newBlockingStub(channels.to(node))
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .release(ReleaseRequest.newBuilder().setAuthorizeSeq(authorizeSeq).build());
      Envelope statement = Envelope.parse(response.getStatement().toByteArray());
      if (statement.kind() != StatementKind.RELEASE) {
        LOG.warn("{} answered with a {}", node, statement.kind());
        return;
      }
      var _ =
          sequencer
              .submit(statement, Optional.empty())
              .whenComplete((placed, failure) -> {
                if (failure != null) {
                  LOG.info(
                      "RELEASE of {} by {} was not logged: {}",
                      authorizeSeq,
                      node,
                      failure.getMessage());
                }
              });
    } catch (InvalidStatementException e) {
      LOG.warn("{} answered with no statement", node, e);
    } catch (RuntimeException e) {
      LOG.info("{} does not release {}: {}", node, authorizeSeq, Errors.from(e).getMessage());
    }
  }
}
