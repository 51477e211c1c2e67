package io.strongroom.custody.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

  /// The example of C2SP tlog-checkpoint.
  @Test
  void publishedCheckpoint_isReadAndWrittenBack() throws Exception {
    String body = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
    Checkpoint checkpoint = Checkpoint.parse(body);
    assertEquals("example.com/behind-the-sofa", checkpoint.origin());
    assertEquals(20_852_163, checkpoint.size());
    assertEquals(Hash32.of(Bytes.fromBase64(ROOT).toArray()), checkpoint.root());
    assertEquals(body, checkpoint.body());
  }

  @Test
  void emptyTreeAndLargestSize_areWritten() throws Exception {
    for (long size : new long[] {0, CanonicalJson.MAX_INTEGER}) {
      var checkpoint = new Checkpoint("log", size, Merkle.EMPTY_ROOT);
      assertEquals(checkpoint, Checkpoint.parse(checkpoint.body()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "log\n1\n",
        "log\n1\nROOT",
        "log\n1\nROOT\n\n",
        "log\n1\nROOT\nextension\n",
        "\n1\nROOT\n",
        "lo g\n1\nROOT\n",
        "lo+g\n1\nROOT\n",
        "l\u043eg\n1\nROOT\n",
        "log\n\nROOT\n",
        "log\n01\nROOT\n",
        "log\n-1\nROOT\n",
        "log\n+1\nROOT\n",
        "log\n1.0\nROOT\n",
        "log\n0x1\nROOT\n",
        "log\n \u0661\nROOT\n",
        "log\n9007199254740992\nROOT\n",
        "log\n99999999999999999999\nROOT\n",
        "log\n1\n\n",
        "log\n1\nAAAA\n",
        "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "log\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
        " log\n1\nROOT\n",
        "log\n1 \nROOT\n",
        "log\r\n1\r\nROOT\r\n"
      })
  void otherTexts_areRefused(String text) {
    var e =
        assertThrows(
            InvalidNoteException.class, () -> Checkpoint.parse(text.replace("ROOT", ROOT)));
    assertEquals(InvalidNoteException.Code.MALFORMED, e.code());
  }

  @Test
  void unwritableCheckpoints_areOurBug() {
    for (String origin : List.of("", "a b", "a\n", "a+b", "a".repeat(256))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Checkpoint(origin, 1, Merkle.EMPTY_ROOT),
          origin);
    }
    assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a", -1, Merkle.EMPTY_ROOT));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Checkpoint("a", CanonicalJson.MAX_INTEGER + 1, Merkle.EMPTY_ROOT));
  }
}
