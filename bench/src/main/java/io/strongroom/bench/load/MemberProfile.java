package io.strongroom.bench.load;

import io.grpc.ManagedChannel;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.StatementSigner;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.config.YamlFile;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.PassphraseSource;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.TlsIdentity;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// A member's directory, opened: `identity.json`, `keystore.json`, `genesis.json`, `cluster.yaml`.
/// Holds the member's signing key; [#close] wipes it.
public final class MemberProfile implements AutoCloseable {

  private static final Set<String> CLUSTER_KEYS = Set.of("genesis", "coordinator", "nodes");

  private final Principal member;
  private final GenesisFile genesis;
  private final Ed25519PrivateKey key;
  private final StatementSigner signer;
  private final ManagedChannel coordinator;

  private MemberProfile(
      Principal member, GenesisFile genesis, Ed25519PrivateKey key, ManagedChannel coordinator) {
    this.member = member;
    this.genesis = genesis;
    this.key = key;
    this.signer = key.signer(member.id());
    this.coordinator = coordinator;
  }

  /// Reads the directory and prepares the channel; nothing is sent.
  ///
  /// @throws Exception what is wrong with the directory, in the words of its reader
  public static MemberProfile open(Path path, Path passphraseFile, boolean insecureDemoKeys)
      throws Exception {
    ProcessDirectory directory = new ProcessDirectory(path);
    Principal member = IdentityCard.read(directory.identity()).principal();
    YamlFile cluster = YamlFile.parse(YamlFile.read(path.resolve("cluster.yaml")), CLUSTER_KEYS);
    GenesisFile genesis = GenesisFile.read(directory.genesis(), cluster.hash("genesis"));
    Endpoint coordinator = cluster.endpoint("coordinator");
    KdfFloor floor = insecureDemoKeys ? KdfFloor.INSECURE_DEMO_KDF_ALLOWED : KdfFloor.STRONG_ONLY;
    try (Passphrase passphrase = Passphrase.read(new PassphraseSource.PrivateFile(passphraseFile));
        SealedKeystore keystore = SealedKeystore.open(directory.keystore(), passphrase, floor)) {
      TlsIdentity tls = TlsIdentity.load(keystore, member);
      return new MemberProfile(
          member,
          genesis,
          signingKey(keystore),
          Channels.open(
              coordinator.host(),
              coordinator.port(),
              tls,
              Principal.COORDINATOR,
              genesis.directory()));
    }
  }

  private static Ed25519PrivateKey signingKey(SealedKeystore keystore) throws Exception {
    byte[] seed = keystore.get("key");
    try {
      return Ed25519PrivateKey.fromSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /// The member's credential id.
  public String id() {
    return member.id();
  }

  /// Towards the coordinator.
  public ManagedChannel coordinator() {
    return coordinator;
  }

  /// A signed request to pay.
  ///
  /// @param expires milliseconds since the Unix epoch
  public Envelope request(
      String id,
      String vault,
      String asset,
      BigInteger amount,
      String destination,
      BigInteger feeCap,
      long expires) {
    return Envelope.sign(
        new Request(
            new Header(genesis.genesis().origin(), genesis.genesis().epoch(), id, expires),
            vault,
            asset,
            amount,
            destination,
            feeCap,
            Optional.empty()),
        signer);
  }

  @Override
  public void close() {
    coordinator.shutdownNow();
    key.close();
  }
}
