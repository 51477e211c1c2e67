package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.FreezeScope;

/// FREEZE: one person stops the cluster or a vault.
final class FreezeEntry {
  private FreezeEntry() {}

  static void apply(Step step, Freeze freeze) throws InadmissibleException {
    String person = step.member().person();
    requireAllowed(step.tables(), person, freeze);
    step.tables().put(new FreezeState(freeze.scope(), step.leaf().seq(), person, true, 0, 0));
    step.lifecycle().reassessAll();
  }

  static void requireAllowed(Tables tables, String person, Freeze freeze)
      throws InadmissibleException {
    Policy policy = tables.rules();
    require(
        policy.freeze().allows(person, policy.groups()),
        RefusalCode.MAY_NOT_FREEZE,
        "",
        person + " is in no group that may freeze");
    boolean known =
        switch (freeze.scope()) {
          case FreezeScope.Cluster _ -> true;
          case FreezeScope.OneVault(String vault) ->
              policy.vaults().containsKey(vault) || tables.vault(vault).isPresent();
        };
    require(known, RefusalCode.SCOPE_UNKNOWN, "scope", "no such vault");
  }
}
