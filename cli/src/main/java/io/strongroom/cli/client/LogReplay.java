package io.strongroom.cli.client;

import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.replay.Replay;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Fetches a whole log and replays it here: every signature, every decision, the tree, the
/// cosignatures, from the pinned genesis on. Believes nothing of what the sender says about it.
public final class LogReplay {

  private LogReplay() {}

  /// A log that holds.
  ///
  /// @param replica after its last committed entry
  /// @param checkpoint that q cosigners vouch for
  public record Verified(Replica replica, CosignedCheckpoint checkpoint, List<Leaf> leaves) {
    public Verified {
      leaves = List.copyOf(leaves);
    }
  }

  /// Fetches entries of a range, in pages.
  ///
  /// @param to exclusive
  public static List<LogEntry> fetch(
      long from, long to, Function<GetEntriesRequest, GetEntriesResponse> server) {
    List<LogEntry> entries = new ArrayList<>();
    while (from + entries.size() < to) {
      GetEntriesResponse page =
          server.apply(
              GetEntriesRequest.newBuilder().setFrom(from + entries.size()).setTo(to).build());
      if (page.getEntriesCount() == 0) {
        throw CliException.unproved("the log ends before entry " + to);
      }
      for (var entry : page.getEntriesList()) {
        Bytes attachment = Bytes.of(entry.getAttachment().toByteArray());
        entries.add(
            new LogEntry(
                Bytes.of(entry.getLeaf().toByteArray()),
                attachment.length() == 0 ? Optional.empty() : Optional.of(attachment)));
      }
    }
    return entries;
  }

  /// Fetches and replays everything that is committed.
  ///
  /// @param committed the newest note that the server holds, which names the size
  /// @param nowMs own clock, milliseconds since the Unix epoch
  /// @throws CliException VERIFICATION_FAILED naming the entry at fault
  public static Verified verify(
      Genesis genesis,
      byte[] committed,
      Function<GetEntriesRequest, GetEntriesResponse> server,
      long nowMs) {
    try {
      CosignedCheckpoint head = CosignedCheckpoint.verify(committed, LogKeys.of(genesis));
      if (!head.quorumSatisfied()) {
        throw CliException.unproved("the head that the server calls committed lacks cosignatures");
      }
      List<LogEntry> entries = fetch(0, head.checkpoint().size(), server);
      return replay(genesis, entries, head.note(), nowMs);
    } catch (InvalidNoteException e) {
      throw CliException.unproved("the head is not valid: " + e.getMessage());
    }
  }

  /// Replays entries from genesis on, up to a signed head.
  ///
  /// @throws CliException VERIFICATION_FAILED naming the entry at fault
  public static Verified replay(
      Genesis genesis, List<LogEntry> entries, SignedNote note, long nowMs) {
    List<Leaf> leaves = new ArrayList<>();
    Replica first;
    try {
      first = Replica.genesis(entries.getFirst(), new EthereumChainRules());
      leaves.add(Leaf.parse(entries.getFirst().leaf().toArray()));
    } catch (InadmissibleException | InvalidStatementException e) {
      throw CliException.unproved("entry 0 is not a valid genesis: " + e.getMessage());
    }
    if (!first.state().origin().equals(genesis.origin())) {
      throw CliException.unproved("entry 0 is another cluster's genesis");
    }
    return switch (first.verifyAndApply(entries.subList(1, entries.size()), note, nowMs)) {
      case Replay.Accepted(var replica, var applied, var checkpoint) -> {
        applied.forEach(entry -> leaves.add(entry.leaf()));
        yield new Verified(replica, checkpoint, leaves);
      }
      case Replay.Refused(var code, var seq, var cause, var field, var message) ->
          throw CliException.unproved(
              (seq < 0 ? "the log" : "entry " + seq)
                  + " does not hold: "
                  + code
                  + cause.map(name -> " " + name).orElse("")
                  + (field.isEmpty() ? "" : " (" + field + ")")
                  + ": "
                  + message);
    };
  }
}
