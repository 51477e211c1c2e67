package io.strongroom.node.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.Merkle;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.node.guard.HeldRestrictions;
import io.strongroom.node.key.BurnedPairs;
import io.strongroom.node.key.KeyRing;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.node.replica.Standing;
import io.strongroom.node.session.Switchboard;
import io.strongroom.node.store.KeyShareRow;
import io.strongroom.node.store.KeyShareRow.KeyState;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.store.LogStore;
import io.strongroom.platform.store.StoredEntry;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.LogEntry;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.SignedCheckpoint;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What this node says of itself and of its log. It changes nothing.
@Singleton
public final class NodeInfoEndpoint extends NodeInfoGrpc.NodeInfoImplBase {

  private static final int MAX_ENTRIES = 256;

  /// How many are in memory beside the answer.
  private static final int READ_AT_ONCE = 8;

  /// How many answers are put together at once.
  private static final int MAX_READERS = 8;

  /// Below the largest message, with room for the head.
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  private final Genesis.Node self;
  private final Standing standing;
  private final LogStore store;
  private final KeyRing ring;
  private final BurnedPairs burned;
  private final HeldRestrictions restrictions;
  private final Switchboard switchboard;
  private final LogMirror mirror;
  private final Readiness readiness;
  private final Clock clock;
  private final Semaphore readers = new Semaphore(MAX_READERS);

  public NodeInfoEndpoint(
      Genesis.Node self,
      Standing standing,
      LogStore store,
      KeyRing ring,
      BurnedPairs burned,
      HeldRestrictions restrictions,
      Switchboard switchboard,
      LogMirror mirror,
      Readiness readiness,
      Clock clock) {
    this.self = self;
    this.standing = standing;
    this.store = store;
    this.ring = ring;
    this.burned = burned;
    this.restrictions = restrictions;
    this.switchboard = switchboard;
    this.mirror = mirror;
    this.readiness = readiness;
    this.clock = clock;
  }

  @Override
  public void getHead(GetHeadRequest request, StreamObserver<LogHead> observer) {
    observer.onNext(head());
    observer.onCompleted();
  }

  private LogHead head() {
    return standing.consult(() -> {
      LogHead.Builder head = LogHead.newBuilder();
      Optional<Replica> own = standing.newest();
      if (own.isEmpty()) {
        return head.setRoot(ByteString.copyFrom(Merkle.EMPTY_ROOT.bytes())).build();
      }
      head.setSize(own.get().state().size())
          .setRoot(ByteString.copyFrom(own.get().frontier().root().bytes()))
          .setStateHash(ByteString.copyFrom(own.get().state().stateHash().bytes()));
      standing.committed().map(NodeInfoEndpoint::note).ifPresent(head::setCommitted);
      return head.build();
    });
  }

  private static SignedCheckpoint note(CosignedCheckpoint checkpoint) {
    return SignedCheckpoint.newBuilder()
        .setNote(ByteString.copyFrom(checkpoint.note().bytes()))
        .build();
  }

  @Override
  public void getEntries(GetEntriesRequest request, StreamObserver<GetEntriesResponse> observer) {
    LogHead head = head();
    long from = request.getFrom();
    if (from < 0 || from > head.getSize()) {
      throw StrongroomException.invalid(
          "OUT_OF_RANGE", "from", "the log has " + head.getSize() + " entries");
    }
    long to = request.getTo() == 0 ? head.getSize() : request.getTo();
    if (to < from || to > head.getSize()) {
      throw StrongroomException.invalid(
          "OUT_OF_RANGE", "to", "the log has " + head.getSize() + " entries");
    }
    if (!readers.tryAcquire()) {
      throw new StrongroomException(
          ErrorCode.exhausted("TOO_MANY_READERS"), "", "others read the log now", true);
    }
    try {
      observer.onNext(entries(head, from, Math.min(to, from + MAX_ENTRIES)));
      observer.onCompleted();
    } finally {
      readers.release();
    }
  }

  /// As many as fit into one answer, read from the store a few at a time.
  private GetEntriesResponse entries(LogHead head, long from, long to) {
    GetEntriesResponse.Builder response = GetEntriesResponse.newBuilder().setHead(head);
    int bytes = 0;
    for (long next = from; next < to; next += READ_AT_ONCE) {
      for (StoredEntry entry : store.entries(next, Math.min(to, next + READ_AT_ONCE))) {
        byte[] attachment = entry.attachment().orElse(new byte[0]);
        bytes += entry.leaf().length + attachment.length;
        if (bytes > MAX_BYTES && response.getEntriesCount() > 0) {
          return response.build();
        }
        response.addEntries(
            LogEntry.newBuilder()
                .setLeaf(ByteString.copyFrom(entry.leaf()))
                .setAttachment(ByteString.copyFrom(attachment)));
      }
    }
    return response.build();
  }

  @Override
  public void getStatus(GetNodeStatusRequest request, StreamObserver<NodeSelfStatus> observer) {
    boolean trusted = mirror.lockout().isEmpty();
    String reason =
        mirror
            .lockout()
            .map(lockout -> lockout.code() + ": " + lockout.message())
            .orElseGet(() -> String.join("; ", readiness.reasons()));
    List<KeyShareRow> rows = ring.rows();
    observer.onNext(
        NodeSelfStatus.newBuilder()
            .setId(self.id())
            .setIndex(self.index())
            .setHead(head())
            .setReady(trusted && readiness.ready())
            .setReason(reason)
            .addAllActiveKeys(keys(rows, KeyState.ACTIVE))
            .addAllPendingKeys(keys(rows, KeyState.PENDING))
            .addAllBurnedWith(burned.peers())
            .setNowMs(clock.millis())
            .setHeldRestrictions(restrictions.count())
            .addAllOverdue(restrictions.overdue())
            .setSessions(switchboard.running())
            .build());
    observer.onCompleted();
  }

  private static List<String> keys(List<KeyShareRow> rows, KeyState state) {
    return rows.stream().filter(row -> row.state() == state).map(row -> row.id().keyId()).toList();
  }
}
