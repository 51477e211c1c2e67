package io.strongroom.custody.policy;

import io.strongroom.custody.statement.Hash32;

/// An approval that the log holds for a request or proposal.
///
/// @param person who approved
/// @param leafHash of the APPROVAL
/// @param seq its log position
/// @param expires milliseconds since the Unix epoch from which on it does not count
public record GivenApproval(String person, Hash32 leafHash, long seq, long expires) {}
