package io.strongroom.node.peer;

import io.strongroom.platform.grpc.StrongroomException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes restrictive statements on to the other nodes: best effort, bounded, never waiting for it.
public final class RestrictionForwarder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RestrictionForwarder.class);
  private static final int MAX_UNDER_WAY = 256;

  private final Peers peers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

  public RestrictionForwarder(Peers peers) {
    this.peers = peers;
  }

  /// Passes one envelope on to every peer.
  public void forward(byte[] envelope) {
    for (Peers.Peer peer : peers.nodes()) {
      if (underWay.tryAcquire()) {
        threads.execute(() -> send(peer, envelope));
      } else {
        LOG.warn("restriction not passed on to {}: too many are under way", peer.id());
      }
    }
  }

  private void send(Peers.Peer peer, byte[] envelope) {
    try {
      PeerCalls.restrict(peer.channel(), envelope);
    } catch (StrongroomException e) {
      LOG.info("restriction not taken by {}: {}", peer.id(), e.code());
    } finally {
      underWay.release();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
