package io.strongroom.node.start;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.transaction.TransactionOperations;
import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.StatementSigner;
import io.strongroom.node.config.NodeConfig;
import io.strongroom.node.guard.HeldRestrictions;
import io.strongroom.node.guard.NodeGate;
import io.strongroom.node.guard.Releases;
import io.strongroom.node.guard.Signings;
import io.strongroom.node.key.BurnedPairs;
import io.strongroom.node.key.ConfirmationBoard;
import io.strongroom.node.key.KeyGenerations;
import io.strongroom.node.key.KeyRing;
import io.strongroom.node.key.KeyRing.CorruptShareException;
import io.strongroom.node.key.OrderedKeys;
import io.strongroom.node.peer.GrpcPeerWire;
import io.strongroom.node.peer.NewsFromOthers;
import io.strongroom.node.peer.Peers;
import io.strongroom.node.peer.RestrictionForwarder;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.node.replica.Standing;
import io.strongroom.node.session.PeerWire;
import io.strongroom.node.session.SessionRunner;
import io.strongroom.node.session.Switchboard;
import io.strongroom.node.store.BurnRecords;
import io.strongroom.node.store.CosignatureRecords;
import io.strongroom.node.store.JdbcNodeDatabase;
import io.strongroom.node.store.KeyShareRows;
import io.strongroom.node.store.LateEntries;
import io.strongroom.node.store.NodeDatabase;
import io.strongroom.node.store.RestrictionRows;
import io.strongroom.node.store.SessionIds;
import io.strongroom.node.store.SigningRecords;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.store.CorruptStoreException;
import io.strongroom.platform.store.DurableCommit;
import io.strongroom.platform.store.LogStore;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Randomness;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// Joins the node's rooms. What is loaded from disk is verified here, before anything is served
/// from it.
@Factory
final class NodeFactory {

  private static final int BOOT_ID_BYTES = 32;

  @Singleton
  ChainRules chainRules() {
    return new EthereumChainRules();
  }

  @Singleton
  Genesis genesis(GenesisFile file) {
    return file.genesis();
  }

  @Singleton
  Randomness randomness() {
    SecureRandom system = new SecureRandom();
    byte[] bootId = new byte[BOOT_ID_BYTES];
    system.nextBytes(bootId);
    return new Randomness(system::nextBytes, bootId);
  }

  @Singleton
  NodeDatabase nodeDatabase(
      TransactionOperations<Connection> transactions,
      DurableCommit durable,
      Surroundings surroundings) {
    return surroundings.database().apply(new JdbcNodeDatabase(transactions, durable));
  }

  @Singleton
  SessionIds sessionIds(NodeDatabase database, Clock clock) {
    return new SessionIds(database, clock);
  }

  @Singleton
  SigningRecords signingRecords(NodeDatabase database, Clock clock) {
    return new SigningRecords(database, clock);
  }

  @Singleton
  BurnRecords burnRecords(NodeDatabase database, Clock clock) {
    return new BurnRecords(database, clock);
  }

  @Singleton
  BurnedPairs burnedPairs(BurnRecords records) {
    return new BurnedPairs(records);
  }

  @Singleton
  Standing standing() {
    return new Standing();
  }

  @Singleton
  LogMirror logMirror(
      Genesis.Node self,
      Genesis genesis,
      NodeKeys keys,
      LogStore store,
      NodeDatabase database,
      Standing standing,
      ChainRules chains,
      Clock clock) {
    LogMirror mirror =
        new LogMirror(
            new LogMirror.Cosigner(self.id(), genesis, keys.cosign()),
            store,
            new CosignatureRecords(database),
            new LateEntries(database),
            standing,
            chains,
            clock);
    mirror.load();
    return mirror;
  }

  @Bean(preDestroy = "close")
  @Singleton
  KeyRing keyRing(
      Genesis.Node self, Genesis genesis, SealedKeystore keystore, NodeDatabase database) {
    KeyRing ring =
        new KeyRing(
            new KeyShareRows(database),
            keystore.sealer(KeyRing.PURPOSE),
            genesis.origin(),
            self.index());
    try {
      ring.open();
      return ring;
    } catch (CorruptShareException e) {
      throw new CorruptStoreException(
          e.getMessage() + ": restore this node's data or replace the node", e);
    }
  }

  @Bean(preDestroy = "close")
  @Singleton
  Peers peers(NodeConfig config, Genesis genesis, NodeKeys keys, Directory directory) {
    return Peers.open(config, genesis, keys.tls(), directory);
  }

  @Bean(preDestroy = "shutdownNow")
  @Singleton
  ScheduledExecutorService deliveryTimer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("delivery").factory());
  }

  @Singleton
  PeerWire peerWire(
      Peers peers, ScheduledExecutorService deliveryTimer, Surroundings surroundings) {
    return surroundings.wire().apply(new GrpcPeerWire(peers, deliveryTimer));
  }

  @Singleton
  Switchboard switchboard(Clock clock) {
    return new Switchboard(clock);
  }

  @Singleton
  SessionRunner sessionRunner(Switchboard switchboard, PeerWire wire, NodeConfig config) {
    return new SessionRunner(switchboard, wire, config.sessionTimeout());
  }

  @Singleton
  ConfirmationBoard confirmationBoard(Clock clock) {
    return new ConfirmationBoard(clock);
  }

  @Singleton
  NewsFromOthers newsFromOthers(Peers peers, LogMirror mirror, Readiness readiness, Clock clock) {
    return new NewsFromOthers(peers, mirror, readiness, clock);
  }

  @Singleton
  KeyGenerations keyGenerations(
      Genesis.Node self,
      Genesis genesis,
      NodeKeys keys,
      KeyRing ring,
      SessionIds sessionIds,
      BurnRecords failures,
      SessionRunner runner,
      PeerWire wire,
      ConfirmationBoard board,
      NewsFromOthers news,
      ChainRules chains,
      Randomness randomness,
      Clock clock,
      NodeConfig config) {
    StatementSigner signer = keys.identity().signer(self.id());
    return new KeyGenerations(
        new KeyGenerations.Holder(
            new PartyIndex(self.index()), signer, genesis.origin(), genesis.epoch()),
        ring,
        sessionIds,
        failures,
        runner,
        wire,
        board,
        news::confirmation,
        chains,
        randomness,
        clock,
        config.sessionTimeout());
  }

  /// A key is generated on the strength of a committed entry; time that has passed since counts.
  @Singleton
  OrderedKeys orderedKeys(
      Genesis.Node self,
      Standing standing,
      LogMirror mirror,
      NewsFromOthers news,
      KeyGenerations generations,
      Clock clock) {
    return new OrderedKeys(
        () -> {
          mirror.requireTrusted();
          boolean newestCommitted =
              standing
                  .newest()
                  .map(Replica::state)
                  .map(State::size)
                  .equals(standing.committed().map(head -> head.checkpoint().size()));
          if (!newestCommitted) {
            news.compareHeads();
          }
          return standing.committedState().map(state -> state.advance(clock.millis()));
        },
        self.index(),
        generations);
  }

  @Singleton
  NodeGate nodeGate(Genesis.Node self, Standing standing, ChainRules chains, Clock clock) {
    return new NodeGate(self.id(), standing, chains, clock);
  }

  @Singleton
  Signings signings(
      Genesis.Node self,
      NodeKeys keys,
      NodeGate gate,
      LogMirror mirror,
      Standing standing,
      SigningRecords records,
      SessionIds sessionIds,
      KeyRing ring,
      BurnedPairs burned,
      Switchboard switchboard,
      SessionRunner runner,
      Randomness randomness) {
    return new Signings(
        new Signings.Signer(new PartyIndex(self.index()), keys.identity()),
        gate,
        mirror,
        standing,
        records,
        sessionIds,
        ring,
        burned,
        switchboard,
        runner,
        randomness);
  }

  @Singleton
  Releases releases(
      Genesis.Node self,
      NodeKeys keys,
      LogMirror mirror,
      Standing standing,
      SigningRecords records,
      Clock clock) {
    return new Releases(
        self.index(), keys.identity().signer(self.id()), mirror, standing, records, clock);
  }

  @Bean(preDestroy = "close")
  @Singleton
  RestrictionForwarder restrictionForwarder(Peers peers) {
    return new RestrictionForwarder(peers);
  }

  /// The log is loaded before what is held beside it.
  @Singleton
  HeldRestrictions heldRestrictions(
      Standing standing,
      LogMirror mirror,
      NodeDatabase database,
      RestrictionForwarder forwarder,
      Clock clock) {
    mirror.keys();
    HeldRestrictions held =
        new HeldRestrictions(standing, new RestrictionRows(database), forwarder::forward, clock);
    held.load();
    return held;
  }

  /// Whether the identity here is the one that the genesis names.
  static Genesis.Node requireSelf(GenesisFile file, NodeConfig config, NodeKeys keys)
      throws ProcessFailure {
    Genesis.Node node = file.node(config.id());
    boolean same =
        node.identity().equals(keys.identity().publicKey())
            && node.cosign().equals(keys.cosign().publicKey())
            && node.tls().hex().equals(keys.tls().spki().hex());
    if (!same) {
      throw new ProcessFailure(
          ExitCode.IDENTITY,
          "the keys in this directory are not those that the genesis gives to " + config.id());
    }
    return node;
  }
}
