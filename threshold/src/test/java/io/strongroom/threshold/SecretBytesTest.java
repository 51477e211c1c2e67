package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SecretBytesTest {

  @Test
  void closedSecret_isUnreadableAndClosesAgain() {
    SecretBytes secret = new SecretBytes(new byte[] {1, 2});
    assertArrayEquals(new byte[] {1, 2}, secret.reveal());
    assertEquals("SecretBytes[2]", secret.toString());
    secret.close();
    secret.close();
    assertThrows(IllegalStateException.class, secret::reveal);
  }

  /// A pair is burned in one thread while another expands its leaves: zeros in place of leaves
  /// would be seeds that everyone knows.
  @Test
  void closingWhileReading_showsAllOrNothing() throws Exception {
    byte[] expected = new byte[1 << 20];
    Arrays.fill(expected, (byte) 0x5a);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int attempt = 0; attempt < 40; attempt++) {
        SecretBytes secret = new SecretBytes(expected);
        CountDownLatch reading = new CountDownLatch(1);
        Future<Boolean> intact = threads.submit(() -> readsOnlyWhole(secret, expected, reading));
        reading.await();
        secret.close();
        assertEquals(true, intact.get(), "attempt " + attempt);
      }
    }
  }

  /// Reads until the secret is closed.
  private static boolean readsOnlyWhole(
      SecretBytes secret, byte[] expected, CountDownLatch reading) {
    byte[] copy = new byte[expected.length];
    boolean whole = true;
    try {
      while (true) {
        secret.copyTo(copy, 0);
        whole &= Arrays.equals(expected, copy);
        reading.countDown();
      }
    } catch (IllegalStateException closed) {
      return whole;
    }
  }
}
