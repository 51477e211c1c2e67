package io.strongroom.custody.statement;

/// An ECDSA signature of one input.
///
/// @param digest what it signs
/// @param signature r ‖ s ‖ recovery id, 65 bytes
public record InputSignature(Hash32 digest, Bytes signature) {}
