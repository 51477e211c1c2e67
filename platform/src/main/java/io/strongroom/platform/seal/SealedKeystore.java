package io.strongroom.platform.seal;

import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import io.strongroom.platform.seal.KeystoreFile.Bytes;
import io.strongroom.platform.seal.SealException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The private keys of one process or member in one file, `keystore.json`, sealed under a
/// passphrase.
///
/// Security guarantees: without the passphrase the file reveals names and lengths of entries only;
/// any change to it is noticed when it is opened, except replacing the whole file by an older one.
/// Guessing costs one Argon2id derivation each. Every purpose has its own entry or its own
/// [Sealer]; no key serves two. Not guaranteed: protection of an unsealed process's memory. Thread
/// rule: safe from any thread.
public final class SealedKeystore implements AutoCloseable {

  /// The longest secret of one entry, in bytes.
  public static final int MAX_SECRET_BYTES = 256 * 1024;

  private static final int MAX_FILE_BYTES = 32 * 1024 * 1024;
  private static final String ROOT_AAD = "strongroom/keystore/v1/root";
  private static final String MANIFEST = "strongroom/keystore/v1/manifest";
  private static final String ENTRIES = "strongroom/keystore/v1/entries";
  private static final String SEALER = "strongroom/keystore/v1/sealer/";

  private final Path path;
  private final byte[] rootKey;
  private final SecureRandom random;
  private final List<byte[]> derived = new ArrayList<>();
  private final byte[] entriesKey;
  private final byte[] manifestKey;
  private KeystoreFile file;
  private boolean closed;

  private SealedKeystore(Path path, byte[] rootKey, KeystoreFile file, SecureRandom random) {
    this.path = path;
    this.rootKey = rootKey;
    this.file = file;
    this.random = random;
    this.entriesKey = derive(ENTRIES);
    this.manifestKey = derive(MANIFEST);
  }

  /// Makes an empty keystore, mode 0600, forced to disk.
  ///
  /// @throws SealException EXISTS when the file is there; BAD_PASSPHRASE when a strong keystore
  ///   gets a passphrase of less than [Passphrase#MIN_BYTES]; IO
  public static SealedKeystore create(Path path, Passphrase passphrase, KdfParameters kdf)
      throws SealException {
    checkLength(passphrase, kdf);
    SecureRandom random = new SecureRandom();
    byte[] rootKey = new byte[Aead.KEY_BYTES];
    random.nextBytes(rootKey);
    KeystoreFile empty =
        wrapped(rootKey, passphrase, kdf, new Bytes(new byte[0]), new TreeMap<>(), random);
    SealedKeystore keystore = new SealedKeystore(path, rootKey, empty, random);
    keystore.file = keystore.withEntries(empty.entries());
    try {
      DurableFiles.create(path, keystore.file.toJson(), DurableFiles.Access.OWNER_ONLY);
      return keystore;
    } catch (FileAlreadyExistsException e) {
      keystore.close();
      throw new SealException(Reason.EXISTS, "", "there is already a keystore " + path, e);
    } catch (IOException e) {
      keystore.close();
      throw writeFailed(path, e);
    }
  }

  /// Opens a keystore and checks every entry. Time and memory are what its work factors say.
  ///
  /// @throws SealException MISSING, VERSION, WEAK_KDF, WRONG_PASSPHRASE, CORRUPT (naming the entry
  ///   at fault, if one is), IO
  public static SealedKeystore open(Path path, Passphrase passphrase, KdfFloor floor)
      throws SealException {
    KeystoreFile file = read(path);
    if (!floor.allows(file.kdf())) {
      throw new SealException(
          Reason.WEAK_KDF,
          path
              + " was made with demonstration work factors, which protect nothing: use --insecure-demo-keys to accept that");
    }
    byte[] rootKey;
    try {
      rootKey =
          Aead.open(
              deriveFrom(passphrase, file.kdf(), file.salt().array()),
              file.root().array(),
              utf8(ROOT_AAD));
    } catch (AEADBadTagException e) {
      throw new SealException(Reason.WRONG_PASSPHRASE, "", "wrong passphrase for " + path, e);
    }
    SealedKeystore keystore = new SealedKeystore(path, rootKey, file, new SecureRandom());
    try {
      keystore.verify();
      return keystore;
    } catch (SealException e) {
      keystore.close();
      throw e;
    }
  }

  /// The names of all entries.
  public synchronized SortedSet<String> names() {
    return new TreeSet<>(file.entries().keySet());
  }

  /// A copy of the secret; the caller wipes it.
  ///
  /// @throws SealException NO_SUCH_ENTRY or CORRUPT
  public synchronized byte[] get(String name) throws SealException {
    requireOpen();
    Bytes box = file.entries().get(name);
    if (box == null) {
      throw new SealException(Reason.NO_SUCH_ENTRY, name, path + " holds no entry " + name);
    }
    return openEntry(name, box);
  }

  /// Stores a secret under a name, replacing what was there. When it returns, the new file is on
  /// disk.
  ///
  /// @param name `[a-z0-9][a-z0-9._:-]{0,63}`
  /// @param secret at most [#MAX_SECRET_BYTES]; not kept
  /// @throws SealException IO; the keystore is then unchanged
  /// @throws IllegalArgumentException when the name is malformed, the secret too long or the
  ///   keystore full
  public synchronized void put(String name, byte[] secret) throws SealException {
    requireOpen();
    if (!KeystoreFile.isName(name)) {
      throw new IllegalArgumentException("an entry's name is malformed");
    }
    if (secret.length > MAX_SECRET_BYTES) {
      throw new IllegalArgumentException("a secret has at most " + MAX_SECRET_BYTES + " bytes");
    }
    NavigableMap<String, Bytes> entries = new TreeMap<>(file.entries());
    entries.put(name, new Bytes(Aead.seal(entriesKey, secret, utf8(name), random)));
    if (entries.size() > KeystoreFile.MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "a keystore holds at most " + KeystoreFile.MAX_ENTRIES + " entries");
    }
    replace(withEntries(entries));
  }

  /// Puts the keystore under another passphrase. Sealers and entries stay the same.
  ///
  /// @throws SealException BAD_PASSPHRASE or IO; the keystore is then unchanged
  public synchronized void changePassphrase(Passphrase passphrase, KdfParameters kdf)
      throws SealException {
    requireOpen();
    checkLength(passphrase, kdf);
    replace(wrapped(rootKey, passphrase, kdf, file.manifest(), file.entries(), random));
  }

  /// A sealer for secrets kept elsewhere. The same purpose gives the same key, for as long as the
  /// keystore lives.
  ///
  /// @param purpose what is sealed, for example `key-shares`
  public synchronized Sealer sealer(String purpose) {
    requireOpen();
    return new Sealer(derive(SEALER + purpose), random);
  }

  /// Wipes the keys (best effort on a JVM), those of its sealers too.
  @Override
  public synchronized void close() {
    closed = true;
    derived.forEach(key -> Arrays.fill(key, (byte) 0));
    Arrays.fill(rootKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "SealedKeystore(" + path + ")";
  }

  private static KeystoreFile read(Path path) throws SealException {
    try {
      return KeystoreFile.parse(DurableFiles.read(path, MAX_FILE_BYTES));
    } catch (NoSuchFileException e) {
      throw new SealException(Reason.MISSING, "", "there is no keystore " + path, e);
    } catch (IOException e) {
      throw new SealException(Reason.IO, "", "cannot read the keystore " + path, e);
    } catch (KeystoreFile.UnknownVersionException e) {
      throw new SealException(Reason.VERSION, "", path + ": " + e.getMessage(), e);
    } catch (JsonFormatException e) {
      throw new SealException(Reason.CORRUPT, "", path + " is damaged: " + e.getMessage(), e);
    }
  }

  private void verify() throws SealException {
    boolean same;
    try {
      byte[] expected = Aead.open(manifestKey, file.manifest().array(), utf8(MANIFEST));
      same = MessageDigest.isEqual(expected, KeystoreFile.entriesHash(file.entries()));
    } catch (AEADBadTagException e) {
      throw new SealException(
          Reason.CORRUPT, "", path + " is damaged: its manifest was changed", e);
    }
    for (var entry : file.entries().entrySet()) {
      Arrays.fill(openEntry(entry.getKey(), entry.getValue()), (byte) 0);
    }
    if (!same) {
      throw new SealException(
          Reason.CORRUPT, path + " is damaged: entries were removed or exchanged");
    }
  }

  private byte[] openEntry(String name, Bytes box) throws SealException {
    try {
      return Aead.open(entriesKey, box.array(), utf8(name));
    } catch (AEADBadTagException e) {
      throw new SealException(Reason.CORRUPT, name, path + " is damaged at entry " + name, e);
    }
  }

  private KeystoreFile withEntries(NavigableMap<String, Bytes> entries) {
    byte[] manifest =
        Aead.seal(manifestKey, KeystoreFile.entriesHash(entries), utf8(MANIFEST), random);
    return new KeystoreFile(file.kdf(), file.salt(), file.root(), new Bytes(manifest), entries);
  }

  private void replace(KeystoreFile next) throws SealException {
    try {
      DurableFiles.replace(path, next.toJson(), DurableFiles.Access.OWNER_ONLY);
      file = next;
    } catch (IOException e) {
      throw writeFailed(path, e);
    }
  }

  private static SealException writeFailed(Path path, IOException e) {
    return new SealException(
        Reason.IO, "", "cannot write the keystore " + path + "; it is unchanged", e);
  }

  private static KeystoreFile wrapped(
      byte[] rootKey,
      Passphrase passphrase,
      KdfParameters kdf,
      Bytes manifest,
      NavigableMap<String, Bytes> entries,
      SecureRandom random) {
    byte[] salt = new byte[KeystoreFile.SALT_BYTES];
    random.nextBytes(salt);
    byte[] key = deriveFrom(passphrase, kdf, salt);
    byte[] root = Aead.seal(key, rootKey, utf8(ROOT_AAD), random);
    Arrays.fill(key, (byte) 0);
    return new KeystoreFile(kdf, new Bytes(salt), new Bytes(root), manifest, entries);
  }

  private static byte[] deriveFrom(Passphrase passphrase, KdfParameters kdf, byte[] salt) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(kdf.memoryKiB())
            .withIterations(kdf.iterations())
            .withParallelism(kdf.parallelism())
            .withSalt(salt)
            .build());
    byte[] key = new byte[Aead.KEY_BYTES];
    argon2.generateBytes(passphrase.utf8(), key);
    return key;
  }

  private static void checkLength(Passphrase passphrase, KdfParameters kdf) throws SealException {
    if (kdf.isStrong() && passphrase.utf8().length < Passphrase.MIN_BYTES) {
      throw new SealException(
          Reason.BAD_PASSPHRASE,
          "the passphrase is too short: use at least " + Passphrase.MIN_BYTES + " characters");
    }
  }

  private byte[] derive(String info) {
    byte[] key = Aead.deriveKey(rootKey, info);
    derived.add(key);
    return key;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the keystore is closed");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
