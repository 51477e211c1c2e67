package io.strongroom.custody.statement;

import java.util.Optional;

/// An allowlisted destination.
///
/// @param id does not begin with `vault:`
/// @param group the destination group that grants and limits name
/// @param chain CAIP-2 id
/// @param address canonical on that chain; for `eip155:` lower-case `0x` and 40 hex digits
public record Destination(String id, Optional<String> group, String chain, String address) {}
