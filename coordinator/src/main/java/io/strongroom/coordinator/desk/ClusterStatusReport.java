package io.strongroom.coordinator.desk;

import io.strongroom.coordinator.flow.ChainFees;
import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.replicate.NodeHealth;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.proto.v1.ClusterStatus;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.NodeStatus;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;

/// How the cluster stands, each node asked itself.
@Singleton
final class ClusterStatusReport {

  private static final long CALL_SECONDS = 3;

  private final LogHeads heads;
  private final NodeChannels channels;
  private final Replication replication;
  private final ChainFees chain;
  private final Clock clock;

  ClusterStatusReport(
      LogHeads heads,
      NodeChannels channels,
      Replication replication,
      ChainFees chain,
      Clock clock) {
    this.heads = heads;
    this.channels = channels;
    this.replication = replication;
    this.chain = chain;
    this.clock = clock;
  }

  ClusterStatus now(State state) {
    List<Genesis.Node> nodes = state.genesis().nodes();
    List<NodeStatus> answers =
        nodes.stream()
            .gather(Gatherers.mapConcurrent(Math.max(1, nodes.size()), this::ask))
            .toList();
    QuorumParameters parameters = state.genesis().parameters();
    return ClusterStatus.newBuilder()
        .setOrigin(state.origin())
        .setHead(heads.now())
        .addAllNodes(new ArrayList<>(answers))
        .setPolicyHash(state.policy().hash().hex())
        .setFrozen(state.clusterFrozen())
        .setN(parameters.n())
        .setT(state.vaults().values().stream().mapToInt(vault -> vault.threshold()).max().orElse(0))
        .setQ(parameters.q())
        .setF(parameters.f())
        .setChainGateway(chain.status())
        .build();
  }

  private NodeStatus ask(Genesis.Node node) {
    NodeHealth health = replication.health().get(node.id());
    NodeStatus.Builder status = NodeStatus.newBuilder().setId(node.id()).setIndex(node.index());
    try {
      long before = clock.millis();
      NodeSelfStatus self =
          NodeInfoGrpc.newBlockingStub(channels.to(node.id()))
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .getStatus(GetNodeStatusRequest.getDefaultInstance());
      long middle = (before + clock.millis()) / 2;
      boolean follows = health != null && health.following();
      return status
          .setReachable(true)
          .setLogSize(self.getHead().getSize())
          .setReady(self.getReady() && follows)
          .setReason(
              !self.getReason().isEmpty() || health == null ? self.getReason() : health.reason())
          .addAllKeys(self.getActiveKeysList())
          .addAllBurnedWith(self.getBurnedWithList())
          .setClockSkewMs(self.getNowMs() - middle)
          .build();
    } catch (RuntimeException e) {
      return status.setReason(Errors.from(e).getMessage()).build();
    }
  }
}
