package io.strongroom.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {

  private static final String GENESIS = "ab".repeat(32);

  private static final String COMPLETE =
      """
      id: node-1
      listen: 127.0.0.1:7001
      genesis: "%s"
      peers: {node-2: "127.0.0.1:7002", node-3: "[::1]:7003"}
      coordinator: localhost:7000
      sessionTimeout: 5s
      """
          .formatted(GENESIS);

  @Test
  void completeFile_isRead() throws Exception {
    NodeConfig config = NodeConfig.parse(COMPLETE);

    assertEquals("node-1", config.id());
    assertEquals(new Endpoint("127.0.0.1", 7001), config.listen());
    assertEquals(GENESIS, config.genesis().hex());
    assertEquals(new Endpoint("::1", 7003), config.peers().get("node-3"));
    assertEquals(Optional.of(new Endpoint("localhost", 7000)), config.coordinator());
    assertEquals(Duration.ofSeconds(5), config.sessionTimeout());
  }

  @Test
  void coordinatorAndTimeout_mayBeAbsent() throws Exception {
    NodeConfig config =
        NodeConfig.parse(COMPLETE.replaceAll("(?m)^(coordinator|sessionTimeout):.*\n", ""));

    assertEquals(Optional.empty(), config.coordinator());
    assertEquals(NodeConfig.DEFAULT_SESSION_TIMEOUT, config.sessionTimeout());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: node-1 | id: ../x | id must match",
        "listen: 127.0.0.1:7001 | listen: nowhere | listen",
        "listen: 127.0.0.1:7001 | listen: 127.0.0.1:70000 | listen",
        "sessionTimeout: 5s | sessionTimeout: 0s | sessionTimeout",
        "sessionTimeout: 5s | sessionTimeout: 121s | sessionTimeout",
        "sessionTimeout: 5s | timeout: 5s | not a known key",
        "sessionTimeout: 5s | id: node-2 | duplicate key",
        "node-2: | node-1: | names this node itself",
        "genesis: | genesis: 12 # | genesis must be"
      })
  void wrongValue_isRefusedNamingTheKey(String from, String to, String says) {
    String wrong = COMPLETE.replace(from, to);

    ConfigException refused = assertThrows(ConfigException.class, () -> NodeConfig.parse(wrong));

    assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
  }

  @Test
  void absentFile_saysWhatToDo(@TempDir Path directory) {
    ConfigException refused = assertThrows(ConfigException.class, () -> NodeConfig.read(directory));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("run init first"), refused.getMessage());
  }
}
