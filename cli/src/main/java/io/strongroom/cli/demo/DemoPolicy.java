package io.strongroom.cli.demo;

/// The two policies of the demonstration, as people write them.
final class DemoPolicy {

  static final String CHAIN = "eip155:31337";
  static final String VAULT = "hot";

  private static final String COMMON =
      """
      schema: strongroom.policy/v1
      default: DENY
      assets:
        ETH: {chain: "eip155:31337", decimals: 18}
      groups:
        traders:  {members: [trader-1]}
        ops:      {members: [ops-1]}
        board:    {members: [board-1, board-2]}
        security: {members: [security-1]}
      vaults: {hot: {assets: [ETH]}}
      destinations: {coolingOff: 1h, removal: immediate}
      invariants:
        fee: {maxAbs: {ETH: "0.01"}}
        ttl: {approveWithin: 1h, signWithin: 10m}
        pendingPerMember: 20
      separationOfDuties: {initiatorMayApprove: false, onePersonOneGroup: true}
      freeze: {by: [security, board], lift: [{group: board, n: 2}], liftDelay: 1s}
      change:
        tighten: {approvals: [{group: board, n: 1}], delay: 0s}
        loosen:  {approvals: [{group: board, n: 2}], delay: 0s}
      """;

  /// The first one, in genesis: people and how they may change it; no transfer is allowed.
  static final String FIRST = COMMON + "grants: []\nlimits: []\ntiers: {}\nladders: []\n";

  /// The one that the board adopts.
  static final String ADOPTED =
      COMMON
          + """
          grants:
            - {id: g-hot, who: traders, from: hot, to: [exchange, client]}
          limits:
            - {id: l-hot-24h, scope: {from: hot}, per: [vault], window: 24h, max: {asset: "20"}, onExceed: DENY}
          tiers:
            auto: {approvals: [], delay: 0s}
            dual: {approvals: [{group: board, n: 2}], delay: 0s}
            slow: {approvals: [], delay: 4s}
          ladders:
            - {id: d-size,   scope: {from: hot, asset: ETH}, basis: [tx], steps: {"0": auto, "5": dual}}
            - {id: d-client, scope: {from: hot, to: client}, basis: [tx], steps: {"0": slow}}
          """;

  private DemoPolicy() {}
}
