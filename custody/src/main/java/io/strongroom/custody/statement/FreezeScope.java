package io.strongroom.custody.statement;

/// What a freeze covers. Written as `cluster` or `vault:<name>`.
public sealed interface FreezeScope {

  /// Every vault, present and future.
  record Cluster() implements FreezeScope {
    @Override
    public String text() {
      return "cluster";
    }
  }

  /// One vault.
  record OneVault(String vault) implements FreezeScope {
    @Override
    public String text() {
      return "vault:" + vault;
    }
  }

  /// The scope as statements write it.
  String text();

  /// Whether a withdrawal from this vault is covered.
  default boolean covers(String vaultName) {
    return switch (this) {
      case Cluster _ -> true;
      case OneVault(String vault) -> vault.equals(vaultName);
    };
  }
}
