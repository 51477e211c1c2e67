/// The coordinator's way to the chains: fees and nonces to plan with, broadcast, and what became of
/// a transfer.
///
/// All of it is information. A chain node may lie or be behind; no budget, nonce or timer is
/// released because of what it says. What a lie can do is bounded elsewhere: fees by the policy's
/// caps, recipients and amounts by the plan that every signer derives by itself.
@NullMarked
package io.strongroom.coordinator.chain;

import org.jspecify.annotations.NullMarked;
