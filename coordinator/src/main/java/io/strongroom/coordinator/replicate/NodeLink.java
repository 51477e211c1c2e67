package io.strongroom.coordinator.replicate;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.NoteSignature;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.store.StoredEntry;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.LogEntry;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.ReplicateRequest;
import io.strongroom.proto.v1.ReplicateResponse;
import io.strongroom.proto.v1.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one node up to this log's head, again and again, and carries its cosignatures back.
final class NodeLink implements AutoCloseable {

  private static final long CALL_SECONDS = 30;
  private static final long FIRST_BACKOFF_MS = 100;
  private static final long LONGEST_BACKOFF_MS = 2_000;

  /// How long a node that has nothing to do is left without the newest commitment.
  private static final long TELL_MS = 1_000;

  private static final long UNKNOWN = -1;
  private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);

  private final String node;
  private final ManagedChannel channel;
  private final RequestLog log;
  private final Commitments commitments;
  private final Runnable progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition();
  private final Thread thread;
  private boolean cosignatureWanted = true;
  private boolean closed;
  private long size = UNKNOWN;
  private volatile NodeHealth health = new NodeHealth(false, 0, 0, "not reached yet");

  /// @param progress runs after every exchange
  NodeLink(
      String node,
      ManagedChannel channel,
      RequestLog log,
      Commitments commitments,
      Runnable progress) {
    this.node = node;
    this.channel = channel;
    this.log = log;
    this.commitments = commitments;
    this.progress = progress;
    this.thread = Thread.ofVirtual().name("link-" + node).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// There is more to replicate.
  void wake() {
    lock.lock();
    try {
      wanted.signal();
    } finally {
      lock.unlock();
    }
  }

  /// A fresh cosignature of the head is needed.
  void recosign() {
    lock.lock();
    try {
      cosignatureWanted = true;
      wanted.signal();
    } finally {
      lock.unlock();
    }
  }

  NodeHealth health() {
    return health;
  }

  private void run() {
    long backoff = FIRST_BACKOFF_MS;
    while (awaitWork()) {
      try {
        exchange();
        backoff = FIRST_BACKOFF_MS;
      } catch (RuntimeException | InvalidNoteException e) {
        failed(e);
        progress.run();
        pause(backoff);
        backoff = Math.min(2 * backoff, LONGEST_BACKOFF_MS);
      }
    }
  }

  private boolean awaitWork() {
    lock.lock();
    try {
      while (!closed && !cosignatureWanted && size == log.view().head().size()) {
        if (!untold()) {
          wanted.await();
        } else if (!wanted.await(TELL_MS, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the node has yet to be shown that its head is committed.
  private boolean untold() {
    return size == commitments.committedSize() && health.committed() < size;
  }

  private void pause(long ms) {
    lock.lock();
    try {
      cosignatureWanted = true;
      long left = TimeUnit.MILLISECONDS.toNanos(ms);
      while (!closed && left > 0) {
        left = wanted.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void exchange() throws InvalidNoteException {
    if (size == UNKNOWN) {
      LogHead head =
          NodeInfoGrpc.newBlockingStub(channel)
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .getHead(GetHeadRequest.getDefaultInstance());
      size = head.getSize();
    }
    boolean asked;
    lock.lock();
    try {
      asked = cosignatureWanted;
      cosignatureWanted = false;
    } finally {
      lock.unlock();
    }
    if (size > log.view().head().size()) {
      throw new IllegalStateException(
          "it holds " + size + " entries, more than this coordinator: restart the coordinator");
    }
    replicate(asked);
  }

  /// More entries; or, when there are none or a cosignature is asked for, the node's own head
  /// again, with the cosignatures that commit it, so that the node learns that.
  private void replicate(boolean asked) throws InvalidNoteException {
    boolean more = size < log.view().head().size();
    Optional<SignedNote> cosigned =
        more && !asked ? Optional.empty() : commitments.cosignedNote(size);
    RequestLog.Segment segment =
        cosigned
            .map(note -> new RequestLog.Segment(List.of(), note, size))
            .orElseGet(() -> log.segmentAfter(size));
    SignedNote note = segment.note();
    ReplicateRequest.Builder request =
        ReplicateRequest.newBuilder()
            .setCheckpoint(
                SignedCheckpoint.newBuilder().setNote(ByteString.copyFrom(note.bytes())));
    for (StoredEntry entry : segment.entries()) {
      request.addEntries(
          LogEntry.newBuilder()
              .setLeaf(ByteString.copyFrom(entry.leaf()))
              .setAttachment(ByteString.copyFrom(entry.attachment().orElse(new byte[0]))));
    }
    ReplicateResponse response =
        ReplicaGrpc.newBlockingStub(channel)
            .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
            .replicate(request.build());
    size = segment.size();
    long committed = cosigned.isPresent() ? size : health.committed();
    health = new NodeHealth(true, size, committed, "");
    String line = response.getCosignature().toString(StandardCharsets.UTF_8);
    commitments.cosigned(note, NoteSignature.parse(line.stripTrailing()));
    progress.run();
  }

  private void failed(Exception e) {
    String reason =
        e instanceof IllegalStateException || e instanceof InvalidNoteException
            ? String.valueOf(e.getMessage())
            : describe(Errors.from(e));
    if (!reason.equals(health.reason())) {
      LOG.warn("{} does not follow: {}", node, reason);
    }
    health = new NodeHealth(false, Math.max(size, 0), 0, reason);
    size = UNKNOWN;
    channel.resetConnectBackoff();
  }

  private static String describe(StrongroomException error) {
    return error.code() + ": " + error.sentence();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wanted.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }
}
