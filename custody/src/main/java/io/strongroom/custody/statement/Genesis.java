package io.strongroom.custody.statement;

import java.util.List;
import java.util.Optional;

/// The trust root: who the cluster is at the log's first entry. Signed by everyone in the ceremony,
/// pinned by its payload's hash.
///
/// @param environment names the cluster and keeps test and production apart
/// @param created milliseconds since the Unix epoch
/// @param nodes all cosigners, by ascending index 1..n
/// @param destinations active at once
/// @param policy hash of the first policy's canonical JSON, which travels beside the statement
public record Genesis(
    String environment,
    long created,
    QuorumParameters parameters,
    List<Node> nodes,
    Coordinator coordinator,
    List<Credential> credentials,
    List<Destination> destinations,
    Hash32 policy)
    implements Statement {

  /// Id of the one GENESIS statement.
  public static final String ID = "genesis";

  public Genesis {
    nodes = List.copyOf(nodes);
    credentials = List.copyOf(credentials);
    destinations = List.copyOf(destinations);
  }

  /// A node of the cluster.
  ///
  /// @param id its key id
  /// @param index party index, 1..n
  /// @param signer whether it may hold key shares; false for a witness, which only cosigns
  /// @param tls SHA-256 of its TLS certificate's SubjectPublicKeyInfo (DER)
  /// @param identity signs its statements
  /// @param cosign signs its cosignatures, and nothing else
  public record Node(
      String id,
      int index,
      boolean signer,
      Hash32 tls,
      Ed25519PublicKey identity,
      Ed25519PublicKey cosign) {}

  /// The coordinator.
  ///
  /// @param tls SHA-256 of its TLS certificate's SubjectPublicKeyInfo (DER)
  /// @param log signs checkpoints, and nothing else
  /// @param key signs its statements
  public record Coordinator(Hash32 tls, Ed25519PublicKey log, Ed25519PublicKey key) {

    /// The coordinator's key id.
    public static final String ID = "coordinator";
  }

  @Override
  public StatementKind kind() {
    return StatementKind.GENESIS;
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public String id() {
    return ID;
  }

  /// The log's origin: `strongroom/` and the hex SHA-256 of the canonical payload.
  public String origin() {
    return originOf(Bytes.of(Statements.encode(this)));
  }

  /// The origin of the log whose GENESIS payload has these bytes.
  public static String originOf(Bytes payload) {
    return "strongroom/" + payload.sha256().hex();
  }

  public Optional<Node> node(String nodeId) {
    return nodes.stream().filter(node -> node.id().equals(nodeId)).findFirst();
  }

  public Optional<Credential> credential(String credentialId) {
    return credentials.stream()
        .filter(credential -> credential.id().equals(credentialId))
        .findFirst();
  }
}
