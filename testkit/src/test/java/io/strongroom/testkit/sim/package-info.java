/// The adversarial tests of `docs/protocol.md` 20 that concern key generation and signing.
///
/// | Rows | Where |
/// |---|---|
/// | 1–11 | [CeremonyDeviationTest] |
/// | 12, 13 | [ConfirmationTest] |
/// | 9, 10, 15, 18, 21, 23, 25–29 | [SigningDeviationTest] |
/// | 16, 19, 20, 22, 24, 26, 28, 33, 34 | [ConsistentCheatTest] |
/// | 17, 21, 30, 50, 52, 53 | [SessionBoundaryTest] |
/// | 32, 44, 45, 47, 48 | [DeliveryTest] |
/// | 46 | [ScheduleTest], [ConfirmationTest] |
/// | 14, 34, 48, 55 | [RefusalTest] |
///
/// What needs durable state, clocks or several processes is tested with the shells: rows 31, 42,
/// 49, 51 and 54, the record of burns in 17 and 52, unknown sessions in 46 and 47.
@NullMarked
package io.strongroom.testkit.sim;

import org.jspecify.annotations.NullMarked;
