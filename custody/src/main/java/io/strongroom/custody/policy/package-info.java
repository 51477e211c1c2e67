/// Policy: the typed document of grants, limits, tiers and the like, and the pure function that
/// decides a withdrawal by it.
///
/// There is no expression language and no clock: a decision is a function of the policy, of facts
/// about the log's state, of the candidate and of a log timestamp. One kind of rule per file; every
/// rule is always assessed and always reported.
///
/// Not done here: how state changes (package `state`), prices and values in another currency,
/// tokens, sign hours. The parser refuses a document that asks for them.
@NullMarked
package io.strongroom.custody.policy;

import org.jspecify.annotations.NullMarked;
