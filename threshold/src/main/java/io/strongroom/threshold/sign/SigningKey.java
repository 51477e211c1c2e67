package io.strongroom.threshold.sign;

import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;

/// What a signing session asks of the party's key share. The session takes short-lived copies and
/// wipes them; the share stays with its owner, who keeps it open while the session runs.
public interface SigningKey {

  /// A copy of x_i, four limbs. Secret; the caller wipes it.
  long[] secretShare();

  /// The set-up shared with a peer. Stays the owner's; the caller does not close it.
  PairSetup pair(PartyIndex peer);
}
