package io.strongroom.custody.statement;

/// The genesis parameters of agreement: n cosigners, of which f may be corrupt or rolled back, and
/// q cosignatures commit.
public record QuorumParameters(int n, int f, int q) {}
