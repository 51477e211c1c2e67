package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.FreezeScope;
import java.util.Optional;

/// Who may say what.
final class Authority {
  private Authority() {}

  static void requireApprover(Policy policy, String person, Requirement requirement)
      throws InadmissibleException {
    require(
        policy.mayApprove(person, requirement),
        RefusalCode.NOT_AN_APPROVER,
        "",
        person + " is in none of the required groups");
  }

  static void requireScope(Credential credential, String vault) throws InadmissibleException {
    require(
        credential.covers(vault),
        RefusalCode.VAULT_OUT_OF_SCOPE,
        "",
        "the credential may not act on vault " + vault);
  }

  /// A credential that is bound to some vaults may change those, and nothing that concerns others.
  static void requireScope(Credential credential, Change change) throws InadmissibleException {
    Optional<String> vault =
        switch (change) {
          case Change.NewVault order -> Optional.of(order.vault());
          case Change.Unfreeze(FreezeScope.OneVault(String name)) -> Optional.of(name);
          case Change.Unfreeze _,
              Change.NewPolicy _,
              Change.AddDestination _,
              Change.RemoveDestination _ ->
              Optional.empty();
        };
    boolean covered = vault.map(credential::covers).orElse(credential.vaults().isEmpty());
    require(
        covered,
        RefusalCode.VAULT_OUT_OF_SCOPE,
        "change",
        "the credential is bound to other vaults");
  }
}
