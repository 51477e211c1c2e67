package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.QuorumParameters.Weakness.FORK_POSSIBLE;
import static io.strongroom.custody.statement.QuorumParameters.Weakness.OUTAGE_STOPS_SIGNING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.QuorumParameters.Weakness;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumParametersTest {

  @ParameterizedTest
  @CsvSource({
    "3,0,2,''",
    "3,1,3,OUTAGE_STOPS_SIGNING",
    "4,1,3,''",
    "5,1,4,''",
    "7,2,5,''",
    "1,0,1,''"
  })
  void tableOfTheDesign_isForkFree(int n, int f, int q, String weakness) throws Exception {
    var parameters = new QuorumParameters(n, f, q);
    Set<Weakness> expected = weakness.isEmpty() ? Set.of() : Set.of(Weakness.valueOf(weakness));
    assertEquals(expected, parameters.weaknesses());
    parameters.requireGood(expected);
  }

  @Test
  void printedTable_holdsTheRowsOfTheDesign() {
    for (String row :
        new String[] {"3  0  2  ", "3  1  3  ", "4  1  3  ", "5  1  4  ", "7  2  5  "}) {
      assertTrue(QuorumParameters.TABLE.lines().anyMatch(line -> line.startsWith(row)), row);
    }
  }

  /// Fork-free means: however two quorums are chosen, some member of both is neither corrupt nor
  /// rolled back.
  @Test
  void rules_equalWhatTryingAllQuorumsSays() {
    for (int n = 1; n <= 7; n++) {
      for (int f = 0; f < n; f++) {
        for (int q = 1; q <= n; q++) {
          var parameters = new QuorumParameters(n, f, q);
          boolean forkFree = smallestOverlap(n, q) > f;
          assertEquals(forkFree, parameters.isForkFree(), parameters::toString);
          assertEquals(n - f >= q, parameters.isLive(), parameters::toString);
        }
      }
    }
  }

  private static int smallestOverlap(int n, int q) {
    int smallest = n;
    for (int a = 0; a < 1 << n; a++) {
      for (int b = 0; b < 1 << n; b++) {
        if (Integer.bitCount(a) == q && Integer.bitCount(b) == q) {
          smallest = Math.min(smallest, Integer.bitCount(a & b));
        }
      }
    }
    return smallest;
  }

  @Test
  void weakness_isRefusedUnlessAcceptedByItsName() throws Exception {
    var forking = new QuorumParameters(4, 0, 2);
    assertRefused(forking, Set.of());
    assertRefused(forking, Set.of(OUTAGE_STOPS_SIGNING));
    forking.requireGood(Set.of(FORK_POSSIBLE));
    var halting = new QuorumParameters(3, 1, 3);
    assertRefused(halting, Set.of());
    assertRefused(halting, Set.of(FORK_POSSIBLE));
    halting.requireGood(EnumSet.allOf(Weakness.class));
  }

  private static void assertRefused(QuorumParameters parameters, Set<Weakness> accepted) {
    var e = assertThrows(InvalidStatementException.class, () -> parameters.requireGood(accepted));
    assertEquals(InvalidStatementException.Code.UNSAFE_QUORUM, e.code());
    assertEquals("parameters.q", e.field());
  }
}
