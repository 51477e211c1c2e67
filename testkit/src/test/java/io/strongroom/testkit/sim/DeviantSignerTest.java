package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.threshold.EcdsaSignature;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The second implementation of `sign-c` agrees with the first, byte for byte.
class DeviantSignerTest {

  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "2,2", "3,3"})
  void withoutDeviation_itSendsTheSameBytes(int signers, int batch) {
    SigningRun run = Keys.run(signers, batch, 11);
    Network<List<EcdsaSignature>> real = run.network(1).run();
    Network<List<EcdsaSignature>> second = run.network(1, 3, Deviation.NONE).run();
    assertEquals(real.result(1), second.result(1));
    List<Message> expected = from3(real);
    List<Message> actual = from3(second);
    assertEquals(expected.size(), actual.size());
    for (Message message : expected) {
      Message same =
          actual.stream()
              .filter(other ->
                  other.round() == message.round()
                      && other.to() == message.to()
                      && other.isBroadcast() == message.isBroadcast())
              .findFirst()
              .orElseThrow();
      assertArrayEquals(message.wire(), same.wire(), message::toString);
    }
  }

  private static List<Message> from3(Network<List<EcdsaSignature>> network) {
    return network.sent().stream().filter(message -> message.from() == 3).toList();
  }
}
