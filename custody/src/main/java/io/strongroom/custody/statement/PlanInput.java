package io.strongroom.custody.statement;

/// One thing to sign of a transaction plan.
///
/// @param digest what ECDSA signs, 32 bytes
/// @param path derivation below the vault's key: empty, or non-hardened indices as `0/1`
public record PlanInput(Hash32 digest, String path) {}
