package io.strongroom.threshold;

/// One run of a protocol by one party: a state machine fed with received bytes.
///
/// Thread-confined: the caller serialises all calls. The caller must have recorded [#sid] durably
/// before [#start]. Emissions of earlier steps must leave before those of later steps. After
/// `Finished` or `Aborted`, secrets are erased, received messages are ignored, and the last
/// progress is returned again.
///
/// @param <R> what a successful run yields
public interface ProtocolSession<R> extends AutoCloseable {

  /// The session identifier.
  SessionId sid();

  /// All parties that take part.
  PartySet parties();

  /// Emits the first messages. Call once, after the identifier was durably recorded.
  ///
  /// If a peer's early messages have already aborted the session, that is returned instead.
  ///
  /// @throws IllegalStateException if called twice or after close
  Step<R> start();

  /// Takes one message as it arrived.
  ///
  /// Invalid envelopes are dropped, early ones buffered, repeated ones ignored (`docs/protocol.md`
  /// 3.3).
  ///
  /// @param channelIdentity the party that the transport authenticated
  /// @param wire envelope and signature
  Step<R> receive(PartyIndex channelIdentity, byte[] wire);

  /// Erases everything. Idempotent; a result that was handed out stays valid.
  @Override
  void close();
}
