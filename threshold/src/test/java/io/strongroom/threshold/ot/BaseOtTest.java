package io.strongroom.threshold.ot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Draws;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.TestKeys;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.wire.EncodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BaseOtTest {

  private static final byte[] CTX =
      BaseOt.context(new byte[32], new PartyIndex(2), new PartyIndex(1));

  private final Draws draws =
      TestKeys.randomness(42).draws(SessionId.of(new byte[32]), new byte[32]);
  private final BaseOtReceiver receiver = BaseOtReceiver.choose(CTX, draws);

  @Test
  void receiver_learnsExactlyTheChosenKeys() throws EncodingException {
    BaseOtSender sender = BaseOtSender.answer(CTX, receiver.message(), draws);
    byte[] keys = receiver.finish(sender.message());
    byte[] choices = receiver.choices();
    assertEquals(8448, receiver.message().length);
    assertEquals(8448, sender.message().length);
    for (int e = 0; e < BaseOt.COUNT; e++) {
      int c = choices[e >>> 3] >>> (e & 7) & 1;
      String got = key(keys, e);
      assertEquals(key(sender.keys(), 2 * e + c), got, "transfer " + e);
      assertNotEquals(key(sender.keys(), 2 * e + 1 - c), got, "transfer " + e);
    }
  }

  @Test
  void keys_dependOnContextAndTranscript() throws EncodingException {
    BaseOtSender sender = BaseOtSender.answer(CTX, receiver.message(), draws);
    byte[] otherContext = BaseOt.context(new byte[32], new PartyIndex(1), new PartyIndex(2));
    assertFalse(Arrays.equals(CTX, otherContext));
    BaseOtSender other = BaseOtSender.answer(otherContext, receiver.message(), draws);
    byte[] keys = receiver.finish(other.message());
    for (int e = 0; e < BaseOt.COUNT; e++) {
      assertNotEquals(key(other.keys(), 2 * e), key(keys, e));
      assertNotEquals(key(other.keys(), 2 * e + 1), key(keys, e));
    }
    byte[] swapped = sender.message().clone();
    System.arraycopy(sender.message(), 0, swapped, Curve.POINT, Curve.POINT);
    System.arraycopy(sender.message(), Curve.POINT, swapped, 0, Curve.POINT);
    byte[] changed = receiver.finish(swapped);
    assertNotEquals(key(sender.keys(), 0), key(changed, 0));
    assertNotEquals(key(sender.keys(), 1), key(changed, 0));
  }

  @Test
  void malformedMessages_areRefused() throws EncodingException {
    byte[] message1 = receiver.message();
    byte[] message2 = BaseOtSender.answer(CTX, message1, draws).message();
    for (int point : new int[] {0, 1, 127, 255}) {
      byte[] bad1 = message1.clone();
      bad1[point * Curve.POINT] = 4;
      assertThrows(EncodingException.class, () -> BaseOtSender.answer(CTX, bad1, draws));
      byte[] bad2 = message2.clone();
      bad2[point * Curve.POINT] = 0;
      assertThrows(EncodingException.class, () -> receiver.finish(bad2));
    }
    byte[] short1 = Arrays.copyOf(message1, message1.length - 1);
    byte[] long1 = Arrays.copyOf(message1, message1.length + 1);
    assertThrows(EncodingException.class, () -> BaseOtSender.answer(CTX, short1, draws));
    assertThrows(EncodingException.class, () -> BaseOtSender.answer(CTX, long1, draws));
    byte[] short2 = Arrays.copyOf(message2, message2.length - 1);
    byte[] long2 = Arrays.copyOf(message2, message2.length + 1);
    assertThrows(EncodingException.class, () -> receiver.finish(short2));
    assertThrows(EncodingException.class, () -> receiver.finish(long2));
  }

  @Test
  void maskedPointThatIsTheIdentity_isRefused() {
    byte[] message1 = receiver.message().clone();
    byte[] other = Arrays.copyOfRange(message1, Curve.POINT, 2 * Curve.POINT);
    byte[] mask = BaseOt.hashToPointVarTime(CTX, 0, 0, other);
    System.arraycopy(Curve.negate(mask), 0, message1, 0, Curve.POINT);
    assertThrows(EncodingException.class, () -> BaseOtSender.answer(CTX, message1, draws));
  }

  @Test
  void trees_shareAllLeavesButOne() throws EncodingException {
    BaseOtSender sender = BaseOtSender.answer(CTX, receiver.message(), draws);
    byte[] keys = receiver.finish(sender.message());
    Pprf.Built built = Pprf.build(CTX, sender.keys());
    Pprf.Punctured known =
        Pprf.evaluate(CTX, keys, receiver.choices(), built.message()).orElseThrow();
    assertEquals(6176, built.message().length);
    byte[] choices = receiver.choices();
    for (int i = 0; i < PairSetup.TREES; i++) {
      int c0 = choices[i >>> 2] >>> (2 * i & 7) & 1;
      int c1 = choices[i >>> 2] >>> ((2 * i + 1) & 7) & 1;
      int missing = known.missing()[i];
      assertEquals(2 * (1 - c0) + 1 - c1, missing);
      for (int y = 0, slot = 0; y < PairSetup.LEAVES; y++) {
        if (y != missing) {
          assertEquals(key(built.leaves(), 4 * i + y), key(known.known(), 3 * i + slot++));
        }
      }
    }
    receiver.close();
    known.close();
    assertArrayEquals(new byte[PairSetup.KNOWN_LEAVES], known.known());
    assertArrayEquals(new byte[16], receiver.choices());
  }

  @Test
  void changedTrees_areNoticedUnlessTheWordIsUnused() throws EncodingException {
    BaseOtSender sender = BaseOtSender.answer(CTX, receiver.message(), draws);
    byte[] keys = receiver.finish(sender.message());
    byte[] choices = receiver.choices();
    byte[] message = Pprf.build(CTX, sender.keys()).message();
    for (int tree : new int[] {0, 1, 31, 63}) {
      int c1 = choices[tree >>> 2] >>> ((2 * tree + 1) & 7) & 1;
      for (int x = 0; x < 2; x++) {
        // The one word that Alice does not need tells a cheating Bob a bit of the run's choices,
        // which
        // is why a failure throws the whole run away.
        assertEquals(
            x != c1,
            evaluate(keys, choices, flipped(message, (2 * tree + x) * 32 + 5)).isPresent());
      }
      assertTrue(evaluate(keys, choices, flipped(message, 4096 + tree * 32)).isEmpty());
    }
    assertTrue(evaluate(keys, choices, flipped(message, 6144)).isEmpty());
    assertTrue(evaluate(keys, choices, flipped(message, 6175)).isEmpty());
    assertThrows(
        IllegalArgumentException.class,
        () -> evaluate(keys, choices, Arrays.copyOf(message, message.length - 1)));
  }

  private static Optional<Pprf.Punctured> evaluate(byte[] keys, byte[] choices, byte[] message) {
    return Pprf.evaluate(CTX, keys, choices, message);
  }

  private static byte[] flipped(byte[] message, int at) {
    byte[] out = message.clone();
    out[at] ^= 16;
    return out;
  }

  private static String key(byte[] keys, int slot) {
    return HexFormat.of().formatHex(keys, slot * 32, slot * 32 + 32);
  }
}
