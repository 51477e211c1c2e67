package io.strongroom.node.start;

import static io.strongroom.node.start.ClusterSigningTest.ONE_ETH;
import static io.strongroom.node.start.TestCluster.refusalOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.FreezeScope;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A freeze stops everything, wherever it was handed in.
class FreezeTest {

  private TestCluster cluster;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    cluster = new TestCluster(root).startAll();
    cluster.commit();
    cluster.withVault();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private String codeAt(int node, SignRequest request) {
    SignResponse response = cluster.signAt(node, request);
    assertTrue(response.hasFailure(), response::toString);
    assertFalse(response.getFailure().getPossiblySigned());
    return response.getFailure().getCode();
  }

  private SignRequest asking(long seq) {
    return cluster.signRequest(cluster.committedNote(), cluster.nonce(), List.of(seq), 1, 2);
  }

  @Test
  void freezeHandedToOneNode_bindsAtAllOfThem_beforeTheLogHasIt() throws Exception {
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    Envelope freeze =
        cluster.log.envelope("sam", new Freeze(cluster.log.header(), new FreezeScope.Cluster()));

    assertFalse(cluster.restrict(1, "sam", freeze).getAlreadyHeld());
    assertTrue(cluster.restrict(1, "sam", freeze).getAlreadyHeld());

    assertEquals("FROZEN", codeAt(1, asking(seq)));
    assertTrue(
        cluster.restrict(2, "sam", freeze).getAlreadyHeld()
            || cluster.status(2).getHeldRestrictions() == 1);
    assertEquals("FROZEN", codeAt(2, asking(seq)));
    cluster.restart(1);
    cluster.commit();
    assertEquals("FROZEN", codeAt(1, asking(seq)), "a held restriction survives a restart");

    cluster.log.say(freeze);
    cluster.commit();
    assertEquals("FROZEN", codeAt(1, asking(seq)), "and then the log says so");
    assertEquals(0, cluster.status(1).getHeldRestrictions());
  }

  @Test
  void onePersonsRestrictions_doNotCrowdOutTheOthers() throws Exception {
    Envelope first = freezeBy("sam");
    cluster.restrict(1, "sam", first);
    for (int i = 1; i < 64; i++) {
      cluster.restrict(1, "sam", freezeBy("sam"));
    }

    assertEquals(
        "TOO_MANY_RESTRICTIONS",
        refusalOf(() -> cluster.restrict(1, "sam", freezeBy("sam"))).code().reason());
    assertFalse(cluster.restrict(1, "ben", freezeBy("ben")).getAlreadyHeld());

    cluster.log.say(first);
    cluster.commit();
    assertFalse(
        cluster.restrict(1, "sam", freezeBy("sam")).getAlreadyHeld(), "the logged one is spent");
  }

  private Envelope freezeBy(String member) {
    return cluster.log.envelope(
        member, new Freeze(cluster.log.header(), new FreezeScope.Cluster()));
  }
}
