package io.strongroom.custody.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.MerkleFrontier;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.RefusalCode;
import io.strongroom.custody.state.World;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Entries verified and applied as a node or an auditor does, and every way in which they are
/// refused.
class ReplicaTest {
  private final World world = World.ready();
  private final Hash32 request = world.request("ann", "hot", "9", "kraken");
  private final LogKeys keys = LogKeys.of(world.state().genesis());

  private List<LogEntry> entries() {
    List<LogEntry> entries = new ArrayList<>();
    for (Leaf leaf : world.leaves()) {
      Optional<Bytes> attachment =
          world.attachment(leaf.seq()).map(json -> Bytes.of(CanonicalJson.write(json)));
      entries.add(new LogEntry(leaf.bytes(), attachment));
    }
    return entries;
  }

  private Replica genesis() {
    try {
      return Replica.genesis(entries().getFirst(), World.CHAIN);
    } catch (InadmissibleException e) {
      throw new AssertionError(e);
    }
  }

  private List<LogEntry> rest() {
    List<LogEntry> all = entries();
    return all.subList(1, all.size());
  }

  private Checkpoint head() {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Leaf leaf : world.leaves()) {
      frontier = frontier.append(leaf.hash());
    }
    return new Checkpoint(keys.origin(), frontier.size(), frontier.root());
  }

  private SignedNote note(Checkpoint checkpoint) {
    return keys.sign(checkpoint, World.key("coordinator/log"));
  }

  private Replay.Refused refused(List<LogEntry> entries, SignedNote note) {
    return assertInstanceOf(
        Replay.Refused.class, genesis().verifyAndApply(entries, note, world.now()));
  }

  private SignedNote good() {
    return note(head());
  }

  @Test
  void theWholeLogLeadsToTheSameStateAndRoot() {
    world.approve(world.request("bob", "hot", "12", "bitstamp"), "olga");
    world.pay(request);
    Replay.Accepted accepted =
        assertInstanceOf(
            Replay.Accepted.class, genesis().verifyAndApply(rest(), good(), world.now()));
    assertEquals(world.state().stateHash(), accepted.replica().state().stateHash());
    assertEquals(head().root(), accepted.replica().frontier().root());
    Replay again = accepted.replica().verifyAndApply(List.of(), good(), world.now());
    assertInstanceOf(Replay.Accepted.class, again);
  }

  @Test
  void aHeadThatIsNotTheEntriesIsRefused() {
    Checkpoint head = head();
    Checkpoint otherRoot =
        new Checkpoint(head.origin(), head.size(), Hash32.sha256(new byte[] {1}));
    assertEquals(ReplayCode.ROOT_MISMATCH, refused(rest(), note(otherRoot)).code());
    Checkpoint larger = new Checkpoint(head.origin(), head.size() + 1, head.root());
    assertEquals(ReplayCode.SIZE_MISMATCH, refused(rest(), note(larger)).code());
    assertEquals(ReplayCode.SIZE_MISMATCH, refused(rest().subList(0, 3), good()).code());
    SignedNote forged = keys.sign(head, World.key("eve"));
    assertEquals(ReplayCode.BAD_LOG_SIGNATURE, refused(rest(), forged).code());
    SignedNote badCosigner = good().with(keys.cosign(head, "node-1", 1, World.key("eve")));
    assertEquals(ReplayCode.BAD_COSIGNATURE, refused(rest(), badCosigner).code());
  }

  @Test
  void swappedMissingRepeatedAndEditedEntriesAreRefused() {
    List<LogEntry> swapped = new ArrayList<>(rest());
    LogEntry first = swapped.removeFirst();
    swapped.add(1, first);
    assertEquals(ReplayCode.SEQ_GAP, refused(swapped, good()).code());
    List<LogEntry> edited = new ArrayList<>(rest());
    byte[] bytes = edited.getLast().leaf().toArray();
    bytes[bytes.length / 2] ^= 1;
    edited.set(edited.size() - 1, LogEntry.of(Bytes.of(bytes)));
    Replay.Refused refusal = refused(edited, good());
    assertTrue(
        List.of(ReplayCode.BAD_LEAF, ReplayCode.NOT_ADMISSIBLE).contains(refusal.code()),
        refusal.toString());
    assertEquals(world.state().size() - 1, refusal.seq());
    List<LogEntry> attached = new ArrayList<>(rest());
    attached.set(
        0, new LogEntry(attached.getFirst().leaf(), Optional.of(Bytes.of(new byte[] {'{'}))));
    assertEquals(ReplayCode.BAD_ATTACHMENT, refused(attached, good()).code());
  }

  @Test
  void aStatementLoggedTwiceIsRefused() throws Exception {
    Leaf last = world.leaves().getLast();
    Leaf again = Leaf.of(last.log(), last.seq() + 1, last.ts(), last.envelope());
    List<LogEntry> twice = new ArrayList<>(rest());
    twice.add(LogEntry.of(again.bytes()));
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Leaf leaf : world.leaves()) {
      frontier = frontier.append(leaf.hash());
    }
    frontier = frontier.append(again.hash());
    SignedNote note = note(new Checkpoint(keys.origin(), frontier.size(), frontier.root()));
    assertEquals(ReplayCode.DUPLICATE, refused(twice, note).code());
  }

  @Test
  void aForgedAuthorizeIsRefusedWithItsReason() throws Exception {
    var genuine = world.draft(request);
    world.pass("1s");
    Leaf forged = world.leaf(World.envelope("coordinator", genuine));
    List<LogEntry> with = new ArrayList<>(rest());
    with.add(LogEntry.of(forged.bytes()));
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Leaf leaf : world.leaves()) {
      frontier = frontier.append(leaf.hash());
    }
    frontier = frontier.append(forged.hash());
    Replay.Refused refusal =
        refused(with, note(new Checkpoint(keys.origin(), frontier.size(), frontier.root())));
    assertEquals(ReplayCode.NOT_ADMISSIBLE, refusal.code());
    assertEquals(Optional.of(RefusalCode.DECISION_MISMATCH.name()), refusal.cause());
    assertEquals(forged.seq(), refusal.seq());
  }

  @Test
  void timesAheadOfTheClockAreRefusedAndOldOnesAreLate() {
    Replay ahead = genesis().verifyAndApply(rest(), good(), world.now() - 30_001);
    assertEquals(ReplayCode.TS_FUTURE, assertInstanceOf(Replay.Refused.class, ahead).code());
    assertInstanceOf(
        Replay.Accepted.class, genesis().verifyAndApply(rest(), good(), world.now() - 30_000));
    long clock = world.now() + 60_000;
    Replay.Accepted own =
        assertInstanceOf(Replay.Accepted.class, genesis().verifyAndApply(rest(), good(), clock));
    assertEquals(clock, own.entries().getLast().seenAt().orElseThrow());
    Checkpoint head = head();
    long provedSeconds = world.now() / 1000 + 5;
    SignedNote committed = good();
    for (String node : List.of("node-1", "node-2")) {
      committed =
          committed.with(keys.cosign(head, node, provedSeconds, World.key(node + "/cosign")));
    }
    Replay.Accepted proved =
        assertInstanceOf(Replay.Accepted.class, genesis().verifyAndApply(rest(), committed, clock));
    assertEquals(provedSeconds * 1000, proved.entries().getLast().seenAt().orElseThrow());
  }

  @Test
  void aReplicaIsTakenUpOnlyWithTheTreeOfItsState() {
    Replica replica = genesis();
    assertEquals(1, Replica.of(replica.state(), replica.frontier(), World.CHAIN).state().size());
    assertThrows(
        IllegalArgumentException.class,
        () -> Replica.of(replica.state(), MerkleFrontier.EMPTY, World.CHAIN));
  }
}
