package io.strongroom.custody.log;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A key that signs notes, under a name and for one algorithm. Public data.
///
/// Source: C2SP signed-note: key id = SHA-256(name ‖ 0x0A ‖ algorithm ‖ key)\[:4\].
///
/// @param name of the key; together with the key id it identifies the key
public record NoteKey(String name, Algorithm algorithm, Ed25519PublicKey key) {

  /// How a note is signed.
  public enum Algorithm {
    /// Ed25519 over the text.
    ED25519(0x01),
    /// C2SP tlog-cosignature: Ed25519 over a time and the text.
    COSIGNATURE_V1(0x04);

    private final byte code;

    Algorithm(int code) {
      this.code = (byte) code;
    }
  }

  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if a note's key cannot have it
  public NoteKey {
    if (!NoteSignature.isKeyName(name)) {
      throw new IllegalArgumentException("not a key name");
    }
  }

  /// The 4 bytes that signature lines carry. An identifier, no commitment.
  public Bytes keyId() {
    byte[] head = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] hash = Hash32.sha256(head, new byte[] {algorithm.code}, key.bytes()).bytes();
    return Bytes.of(Arrays.copyOf(hash, NoteSignature.KEY_ID_LENGTH));
  }

  /// Whether a line is in the name of this key, by name and key id. It need not be genuine.
  public boolean claims(NoteSignature line) {
    return line.name().equals(name) && line.keyId().equals(keyId());
  }

  /// The key as C2SP tools read it: `name+hex(key id)+base64(algorithm ‖ key)`.
  public String verifierKey() {
    byte[] raw = key.bytes();
    byte[] typed = new byte[raw.length + 1];
    typed[0] = algorithm.code;
    System.arraycopy(raw, 0, typed, 1, raw.length);
    return name + "+" + keyId().hex() + "+" + Bytes.of(typed).base64();
  }
}
