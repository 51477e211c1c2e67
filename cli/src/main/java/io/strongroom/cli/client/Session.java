package io.strongroom.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.profile.MemberKeys;
import io.strongroom.cli.profile.Profile;
import io.strongroom.cli.profile.Unlocking;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.PinException;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.GetPolicyRequest;
import io.strongroom.proto.v1.GetPolicyResponse;
import io.strongroom.proto.v1.LogGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A member at work: their open keys, and channels to the coordinator and the nodes. **Holds
/// secrets**; `toString` shows none. One thread, except that channels may be used from any.
public final class Session implements AutoCloseable {

  private static final int MAX_POLICY_BYTES = CanonicalJson.MAX_BYTES;

  private final Profile profile;
  private final MemberKeys keys;
  private final Map<Principal, ManagedChannel> channels = new HashMap<>();

  private Session(Profile profile, MemberKeys keys) {
    this.profile = profile;
    this.keys = keys;
  }

  /// Reads a member's directory and opens its keystore. Nothing is sent.
  ///
  /// @throws CliException USAGE when the directory is not a configured member's
  /// @throws SealException when the keystore does not open
  public static Session open(Path directory, Unlocking unlocking)
      throws ConfigException,
          ProcessFailure,
          IOException,
          JsonFormatException,
          SealException,
          PinException {
    Profile profile = Profile.read(directory);
    try (SealedKeystore keystore = unlocking.open(profile.directory())) {
      return new Session(profile, MemberKeys.load(keystore, profile.card().principal()));
    }
  }

  public Profile profile() {
    return profile;
  }

  /// The trust root.
  public Genesis genesis() {
    return profile.genesis().genesis();
  }

  /// This member's credential id.
  public String id() {
    return profile.card().principal().id();
  }

  /// The coordinator's desk.
  public DeskGrpc.DeskBlockingStub desk() {
    return DeskGrpc.newBlockingStub(coordinator());
  }

  /// The coordinator's log.
  public LogGrpc.LogBlockingStub log() {
    return LogGrpc.newBlockingStub(coordinator());
  }

  private ManagedChannel coordinator() {
    return channel(Principal.COORDINATOR, profile.coordinator());
  }

  /// A node's channel.
  ///
  /// @throws CliException NOT_FOUND when `cluster.yaml` does not say where it is
  public ManagedChannel node(String nodeId) {
    Endpoint endpoint = profile.nodes().get(nodeId);
    if (endpoint == null) {
      throw CliException.notFound(Profile.CLUSTER + " names no node " + nodeId);
    }
    return channel(Principal.node(nodeId), endpoint);
  }

  private synchronized ManagedChannel channel(Principal server, Endpoint endpoint) {
    return channels.computeIfAbsent(
        server,
        who ->
            Channels.open(
                endpoint.host(), endpoint.port(), keys.tls(), who, profile.genesis().directory()));
  }

  /// Calls the coordinator; a failure to reach it names its address.
  public <T> T ask(Supplier<T> call) {
    return ask("the coordinator at " + profile.coordinator(), call);
  }

  /// Calls somebody; a failure to reach them names them.
  public static <T> T ask(String whom, Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      StrongroomException failure = Errors.from(e);
      switch (failure.code().status()) {
        case UNAVAILABLE, DEADLINE_EXCEEDED ->
            throw new CliException(
                Exit.UNREACHABLE,
                failure.code().reason(),
                failure.field(),
                whom + ": " + failure.sentence(),
                failure);
        default -> throw failure;
      }
    }
  }

  /// The header of a new statement.
  ///
  /// @param expires milliseconds since the Unix epoch
  public Header header(String id, long expires) {
    return new Header(genesis().origin(), genesis().epoch(), id, expires);
  }

  /// An id that this member has not used before.
  ///
  /// @param prefix says what it is for
  public static String freshId(String prefix) {
    byte[] random = new byte[6];
    ThreadLocalRandom.current().nextBytes(random);
    return prefix + "-" + HexFormat.of().formatHex(random);
  }

  /// Signs a statement with this member's key.
  ///
  /// @throws CliException USAGE when a field of it is malformed
  public Envelope sign(BoundStatement statement) {
    try {
      return Envelope.sign(statement, keys.statements());
    } catch (IllegalArgumentException e) {
      throw CliException.usage("", String.valueOf(e.getMessage()));
    }
  }

  /// The policy that the coordinator says is in force, of the hash that it says.
  public Policy policyInForce() {
    GetPolicyResponse answer = ask(() -> desk().getPolicy(GetPolicyRequest.getDefaultInstance()));
    byte[] canonical = answer.getCanonical().toByteArray();
    if (canonical.length > MAX_POLICY_BYTES
        || !Hash32.sha256(canonical).hex().equals(answer.getPolicyHash())) {
      throw CliException.unproved("the coordinator's policy is not of the hash that it names");
    }
    try {
      return PolicyParser.parse(CanonicalJson.parseStrict(canonical));
    } catch (InvalidStatementException | InvalidPolicyException e) {
      throw CliException.unproved("the coordinator's policy is not valid: " + e.getMessage());
    }
  }

  /// Amounts under the pinned policy and the one in force.
  public Amounts amounts() {
    return new Amounts(profile.policy(), Optional.of(policyInForce()));
  }

  /// Ends the channels and wipes the keys.
  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : channels.values()) {
        channel.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keys.close();
  }

  @Override
  public String toString() {
    return "Session(" + id() + ")";
  }
}
