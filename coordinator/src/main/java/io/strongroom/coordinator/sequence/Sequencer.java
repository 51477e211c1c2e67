package io.strongroom.coordinator.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.Admission;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.state.RefusalCode;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.store.LogStore;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives every statement its position. One thread: it decides each candidate by the rules of
/// custody under the head as it will be, adds an AUTHORIZE for every withdrawal that thereby may
/// have one, persists the batch in one transaction, and only then answers.
///
/// What is queued goes into one batch; nobody waits for a timer to fill it.
@Singleton
public final class Sequencer {

  /// Statements that may wait.
  private static final int MAX_QUEUE = 4096;

  /// Statements of one batch that come from outside; the rest is room for what they lead to.
  private static final int MAX_CANDIDATES = LogStore.MAX_BATCH / 2;

  /// Leaves and documents of one batch, in bytes: it travels to the nodes as one message.
  private static final long MAX_BATCH_BYTES = 4L << 20;

  private static final long CLOSE_MS = 10_000;
  private static final long LONGEST_WAIT_MS = 1_000;

  /// The least log time between two HEARTBEAT entries.
  private static final long HEARTBEAT_MS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  private final RequestLog log;
  private final Speaker speaker;
  private final TransferPlanner planner;
  private final ChainRules chains;
  private final Clock clock;
  private final Readiness readiness;
  private final BlockingQueue<Candidate> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
  private final Deque<Candidate> deferred = new ArrayDeque<>();
  private final Map<Hash32, String> unplannable = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofPlatform().name("sequencer").unstarted(this::run);
  private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
  private long heartbeatAt = Long.MIN_VALUE / 2;
  private volatile boolean closing;

  private record Candidate(
      @Nullable Envelope envelope, Optional<byte[]> attachment, CompletableFuture<Placed> answer) {

    /// About how much room it takes in a message to a node.
    private long bytes() {
      int document = attachment.map(bytes -> bytes.length).orElse(0);
      return envelope == null ? 0 : 2L * envelope.payload().length() + document;
    }
  }

  Sequencer(
      RequestLog log,
      Speaker speaker,
      TransferPlanner planner,
      ChainRules chains,
      Clock clock,
      Readiness readiness) {
    this.log = log;
    this.speaker = speaker;
    this.planner = planner;
    this.chains = chains;
    this.clock = clock;
    this.readiness = readiness;
  }

  /// Begins to sequence.
  public void start() {
    thread.start();
  }

  /// Hands a statement in.
  ///
  /// @param attachment canonical JSON of the document that the statement names by hash
  /// @return where it stands, once it is on this coordinator's disk; not yet committed. Fails with
  ///   a [StrongroomException] when the rules refuse it
  public CompletableFuture<Placed> submit(Envelope envelope, Optional<byte[]> attachment) {
    Candidate candidate = new Candidate(envelope, attachment, new CompletableFuture<>());
    if (closing) {
      candidate.answer.completeExceptionally(ending());
    } else if (!queue.offer(candidate)) {
      candidate.answer.completeExceptionally(
          new StrongroomException(
              ErrorCode.exhausted("QUEUE_FULL"),
              "",
              "too many statements wait for their position",
              true));
    } else if (closing && queue.remove(candidate)) {
      candidate.answer.completeExceptionally(ending());
    }
    return candidate.answer;
  }

  /// Looks again at what may be authorised: fees or time have changed.
  public void wake() {
    if (!queue.offer(new Candidate(null, Optional.empty(), new CompletableFuture<>()))) {
      LOG.debug("the queue is full, so the sequencer is awake");
    }
  }

  /// Why a withdrawal that is READY is not authorised.
  public Optional<String> unplannable(Hash32 request) {
    return Optional.ofNullable(unplannable.get(request));
  }

  private void run() {
    try {
      while (!closing) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the sequencer stops", e);
      readiness.object("sequencer", "the log could not be written; restart the coordinator");
      failure.complete(e);
    } finally {
      refuseRest();
    }
  }

  private void refuseRest() {
    closing = true;
    List<Candidate> rest = new ArrayList<>(deferred);
    queue.drainTo(rest);
    rest.forEach(candidate -> candidate.answer.completeExceptionally(ending()));
  }

  private static StrongroomException ending() {
    return new StrongroomException(ErrorCode.NOT_READY, "", "the coordinator is ending", true);
  }

  /// Completes when the log can no longer be written: the process must end.
  public CompletableFuture<RuntimeException> failure() {
    return failure;
  }

  private void step() throws InterruptedException {
    List<Candidate> candidates = candidates();
    Batch batch = new Batch(log.view().state());
    try {
      candidates.forEach(batch::take);
      batch.authorizeReady();
      batch.letTimePass();
      batch.commit();
    } catch (RuntimeException e) {
      candidates.forEach(candidate -> candidate.answer.completeExceptionally(e));
      throw e;
    }
  }

  /// What waits, as much of it as one message to the nodes holds.
  private List<Candidate> candidates() throws InterruptedException {
    if (deferred.isEmpty()) {
      Candidate first = queue.poll(waitMs(), TimeUnit.MILLISECONDS);
      if (first == null) {
        return List.of();
      }
      deferred.add(first);
    }
    queue.drainTo(deferred, Math.max(0, MAX_CANDIDATES - deferred.size()));
    List<Candidate> candidates = new ArrayList<>();
    long bytes = 0;
    while (!deferred.isEmpty()) {
      bytes += deferred.getFirst().bytes();
      if (bytes > MAX_BATCH_BYTES && !candidates.isEmpty()) {
        break;
      }
      candidates.add(deferred.removeFirst());
    }
    return candidates;
  }

  private long waitMs() {
    long now = clock.millis();
    long due = log.view().state().nextDue().map(at -> at - now).orElse(LONGEST_WAIT_MS);
    return Math.clamp(Math.max(due, heartbeatAt + HEARTBEAT_MS - now), 1, LONGEST_WAIT_MS);
  }

  /// One batch while it is being decided.
  private final class Batch {
    private final List<RequestLog.Decided> decided = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private State state;

    private Batch(State state) {
      this.state = state;
    }

    private long now() {
      return Math.max(clock.millis(), state.now());
    }

    private void take(Candidate candidate) {
      Envelope envelope = candidate.envelope;
      if (envelope == null) {
        return;
      }
      try {
        Optional<JsonNode> document = RequestLog.document(candidate.attachment);
        Leaf leaf = Leaf.of(state.origin(), state.size(), now(), envelope);
        switch (Ledger.admissible(state, leaf, document, chains)) {
          case Admission.Admitted(State next) -> {
            add(leaf, candidate.attachment, next);
            Placed placed = new Placed(leaf.seq(), leaf.hash(), leaf.ts(), false);
            answers.add(() -> candidate.answer.complete(placed));
          }
          case Admission.Duplicate(long seq, Hash32 leafHash) ->
              answers.add(
                  () -> candidate.answer.complete(new Placed(seq, leafHash, timeOf(seq), true)));
          case Admission.Refused(RefusalCode code, String field, String message) ->
              candidate.answer.completeExceptionally(Refusals.of(code, field, message));
        }
      } catch (InvalidStatementException e) {
        candidate.answer.completeExceptionally(Refusals.of(e));
      } catch (RuntimeException e) {
        // A fault in a rule stops this statement, not the log.
        LOG.error("a {} could not be decided", envelope.kind(), e);
        candidate.answer.completeExceptionally(e);
      }
    }

    private long timeOf(long seq) {
      return log.entries(seq, seq + 1).stream().mapToLong(e -> e.tsMillis()).findFirst().orElse(0);
    }

    private void add(Leaf leaf, Optional<byte[]> attachment, State next) {
      decided.add(new RequestLog.Decided(leaf, attachment));
      state = next;
    }

    /// Every withdrawal that may be authorised now gets its AUTHORIZE, in log order.
    private void authorizeReady() {
      List<Hash32> ready =
          state
              .advance(now())
              .openWithdrawals()
              .filter(withdrawal -> withdrawal.status() == WithdrawalStatus.READY)
              .map(Withdrawal::leafHash)
              .toList();
      unplannable.keySet().retainAll(ready);
      for (Hash32 request : ready) {
        if (decided.size() == LogStore.MAX_BATCH) {
          wake();
          return;
        }
        authorize(request);
      }
    }

    private void authorize(Hash32 request) {
      long now = now();
      try {
        State advanced = state.advance(now);
        Withdrawal withdrawal = advanced.withdrawal(request).orElseThrow();
        JsonNode plan = planner.plan(advanced, withdrawal);
        Authorize draft = Ledger.draftAuthorize(state, request, plan, now, state.size(), chains);
        Leaf leaf = Leaf.of(state.origin(), state.size(), now, speaker.authorize(draft));
        add(leaf, Optional.empty(), Ledger.apply(state, leaf, Optional.empty(), chains));
        unplannable.remove(request);
      } catch (TransferPlanner.Unplannable | InadmissibleException e) {
        unplannable.put(request, String.valueOf(e.getMessage()));
      } catch (InvalidStatementException | RuntimeException e) {
        LOG.error("withdrawal {} cannot be authorised", request, e);
        unplannable.put(request, "an internal error; see the coordinator's log");
      }
    }

    /// When something is due and nothing else carries the time into the log, a HEARTBEAT does.
    private void letTimePass() {
      long now = now();
      if (!decided.isEmpty()
          || now < heartbeatAt + HEARTBEAT_MS
          || state.nextDue().filter(due -> due <= now).isEmpty()) {
        return;
      }
      heartbeatAt = now;
      try {
        Leaf leaf = Leaf.of(state.origin(), state.size(), now, speaker.heartbeat(state.size()));
        add(leaf, Optional.empty(), Ledger.apply(state, leaf, Optional.empty(), chains));
      } catch (InadmissibleException | InvalidStatementException e) {
        throw new IllegalStateException("a HEARTBEAT of our own is refused", e);
      }
    }

    private void commit() {
      if (!decided.isEmpty()) {
        log.append(decided, state);
      }
      answers.forEach(Runnable::run);
    }
  }

  /// Stops after the batch that is being written.
  @PreDestroy
  void close() throws InterruptedException {
    closing = true;
    wake();
    if (thread.isAlive()) {
      thread.join(CLOSE_MS);
    } else {
      refuseRest();
    }
  }
}
