package io.strongroom.coordinator.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.testkit.ethereum.WholeTestKey;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gateway against a server that answers wrongly, too much, too late or not at all.
final class HostileNodeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WholeTestKey KEY = new WholeTestKey(BigInteger.valueOf(77));
  private static final String ZERO_HASH = "0x" + "0".repeat(64);

  /// What one request is answered with.
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final Map<String, String> results = new ConcurrentHashMap<>();
  private final CountDownLatch testEnded = new CountDownLatch(1);
  private HttpServer server;
  private ExecutorService executor;
  private EthereumGateway gateway;
  private URI endpoint;
  private Answer answer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    answer = this::answerWithResult;
    server.createContext("/", exchange -> answer.to(exchange));
    server.start();
    endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/access-key");
    gateway = new EthereumGateway(endpoint, Clock.systemUTC(), Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    testEnded.countDown();
    gateway.close();
    server.stop(0);
    executor.shutdownNow();
  }

  /// Answers with the result (or, for text that begins with `!`, the error) set for the method.
  private void answerWithResult(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String result =
        results.getOrDefault(
            request.path("method").asText(), "!{\"code\":-32601,\"message\":\"none\"}");
    String member =
        result.startsWith("!") ? "\"error\":" + result.substring(1) : "\"result\":" + result;
    reply(exchange, 200, "{\"jsonrpc\":\"2.0\",\"id\":" + request.path("id") + "," + member + "}");
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static SignedTransfer transfer() {
    EthereumAddress to = new EthereumAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
    EthereumPlan plan =
        new EthereumPlan(
            new EthereumChain(31337), 0, to, BigInteger.ONE, BigInteger.TEN, BigInteger.ONE);
    return new SignedTransfer(plan, KEY.sign(plan.signingDigest()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "\"1\"",
        "\"0x\"",
        "\"0x01\"",
        "\"0x-1\"",
        "\"0X1\"",
        "{}",
        "\"0x10000000000000000\"",
        "\"0x0\"",
        "\"0xffffffffffffffff\"",
        "true",
        "[]"
      })
  void chainIdInAnyOtherForm_isABadResponse(String result) {
    results.put("eth_chainId", result);
    assertThrows(GatewayException.BadResponse.class, gateway::chain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html>",
        "{",
        "{}",
        "{\"id\":1}",
        "{\"result\":\"0x1\"}",
        "{\"id\":999,\"result\":\"0x1\"}",
        "{\"id\":\"1\",\"result\":\"0x1\"}",
        "{\"id\":1,\"result\":\"0x1\"}{}",
        "{\"id\":1,\"result\":\"0x1\",\"result\":\"0x2\"}"
      })
  void bodyThatIsNoAnswer_isABadResponse(String body) {
    answer = exchange -> reply(exchange, 200, body);
    assertThrows(GatewayException.BadResponse.class, gateway::chain);
  }

  @Test
  void endlessBody_isCutOff() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int sent = 0; sent <= 2 * JsonRpcClient.MAX_RESPONSE_BYTES; sent += chunk.length) {
              out.write(chunk);
            }
          }
        };
    GatewayException bad = assertThrows(GatewayException.BadResponse.class, gateway::chain);
    assertTrue(String.valueOf(bad.getMessage()).contains("more than"), bad.getMessage());
  }

  @Test
  void serverThatNeverAnswers_isUnreachableAfterTheTimeout() {
    answer = exchange -> awaitEnd();
    try (EthereumGateway impatient =
        new EthereumGateway(endpoint, Clock.systemUTC(), Duration.ofMillis(200))) {
      assertTimeout(
          Duration.ofSeconds(8),
          () -> assertThrows(GatewayException.Unreachable.class, impatient::chain));
    }
  }

  @Test
  void bodyThatNeverEnds_isUnreachableAfterTheTimeout() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaitEnd();
        };
    try (EthereumGateway impatient =
        new EthereumGateway(endpoint, Clock.systemUTC(), Duration.ofMillis(200))) {
      assertTimeout(
          Duration.ofSeconds(8),
          () -> assertThrows(GatewayException.Unreachable.class, impatient::chain));
    }
  }

  private void awaitEnd() {
    try {
      testEnded.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closedPort_isUnreachableAndTheAccessKeyStaysOut() {
    server.stop(0);
    GatewayException lost = assertThrows(GatewayException.Unreachable.class, gateway::chain);
    assertFalse(String.valueOf(lost.getMessage()).contains("access-key"), lost.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void overloadedServer_isUnreachable(int status) {
    answer = exchange -> reply(exchange, status, "{\"id\":1,\"result\":\"0x1\"}");
    assertThrows(GatewayException.Unreachable.class, gateway::chain);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404})
  void otherStatusWithoutJson_isABadResponseNamingIt(int status) {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", endpoint.toString());
          reply(exchange, status, "no");
        };
    GatewayException bad = assertThrows(GatewayException.BadResponse.class, gateway::chain);
    assertTrue(String.valueOf(bad.getMessage()).contains("status " + status), bad.getMessage());
  }

  @Test
  void errorText_isShownShortAndPrintable() {
    results.put(
        "eth_chainId", "!{\"code\":-7,\"message\":\"\\u001b[31mé" + "x".repeat(5000) + "\"}");
    GatewayException.Refused refused = assertThrows(GatewayException.Refused.class, gateway::chain);
    assertEquals(-7, refused.code());
    assertEquals(
        "eth_chainId was refused with code -7: ?[31m?" + "x".repeat(194), refused.getMessage());
  }

  @Test
  void nodeWithoutASuggestedTip_getsTheFallback() throws GatewayException {
    results.put("eth_getBlockByNumber", "{\"number\":\"0x5\",\"baseFeePerGas\":\"0x7\"}");
    assertEquals(EthereumGateway.FALLBACK_TIP_WEI, gateway.feeQuote().maxPriorityFeePerGasWei());
    assertEquals(
        EthereumGateway.FALLBACK_TIP_WEI.add(BigInteger.valueOf(14)),
        gateway.feeQuote().maxFeePerGasWei());
  }

  @Test
  void blockWithoutABaseFee_isABadResponse() {
    results.put("eth_getBlockByNumber", "{\"number\":\"0x5\"}");
    assertThrows(GatewayException.BadResponse.class, gateway::feeQuote);
  }

  @Test
  void anotherTransactionId_isABadResponse() {
    results.put("eth_chainId", "\"0x7a69\"");
    results.put("eth_sendRawTransaction", "\"" + ZERO_HASH + "\"");
    assertThrows(GatewayException.BadResponse.class, () -> gateway.sendRaw(transfer()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"already known", "nonce too low", "AlreadyKnown", "Known transaction", "whatever"})
  void anyRefusalOfAKnownTransaction_countsAsSent(String wording) throws GatewayException {
    results.put("eth_chainId", "\"0x7a69\"");
    results.put("eth_sendRawTransaction", "!{\"code\":-32000,\"message\":\"" + wording + "\"}");
    results.put("eth_getTransactionByHash", "{\"hash\":\"" + transfer().transactionId() + "\"}");
    assertEquals(SendOutcome.ALREADY_KNOWN, gateway.sendRaw(transfer()));

    results.put("eth_getTransactionByHash", "null");
    assertThrows(GatewayException.Refused.class, () -> gateway.sendRaw(transfer()));
  }

  @Test
  void receiptOfAnotherSender_isABadResponse() {
    results.put("eth_blockNumber", "\"0x9\"");
    results.put(
        "eth_getTransactionReceipt",
        "{\"blockNumber\":\"0x5\",\"status\":\"0x1\",\"from\":\"0x00\"}");
    assertThrows(
        GatewayException.BadResponse.class, () -> gateway.statusOf(KEY.address(), 0, ZERO_HASH, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "!{\"code\":-32602,\"message\":\"unknown block tag\"}"})
  void chainWithoutFinality_isFinalByDepth(String finalized) throws GatewayException {
    String receipt =
        "{\"blockNumber\":\"0x5\",\"status\":\"0x1\",\"from\":\"" + KEY.address() + "\"}";
    results.put("eth_getTransactionReceipt", receipt);
    results.put("eth_getBlockByNumber", finalized);
    results.put("eth_blockNumber", "\"0x44\"");
    assertEquals(
        new TransferStatus.Confirmed(5, 63, true),
        gateway.statusOf(KEY.address(), 0, ZERO_HASH, 0));
    results.put("eth_blockNumber", "\"0x45\"");
    assertEquals(
        new TransferStatus.Final(5, 64, true), gateway.statusOf(KEY.address(), 0, ZERO_HASH, 0));
  }

  @Test
  void stalledFinality_isNotFinalByDepth() throws GatewayException {
    String receipt =
        "{\"blockNumber\":\"0x5\",\"status\":\"0x1\",\"from\":\"" + KEY.address() + "\"}";
    results.put("eth_getTransactionReceipt", receipt);
    results.put("eth_getBlockByNumber", "{\"number\":\"0x4\"}");
    results.put("eth_blockNumber", "\"0xff\"");
    assertEquals(
        new TransferStatus.Confirmed(5, 250, true),
        gateway.statusOf(KEY.address(), 0, ZERO_HASH, 0));
  }

  @Test
  void missingBlockInAScan_isABadResponse() {
    results.put("eth_blockNumber", "\"0x9\"");
    results.put("eth_getTransactionReceipt", "null");
    results.put("eth_getTransactionCount", "\"0x1\"");
    results.put("eth_getBlockByNumber", "null");
    assertThrows(
        GatewayException.BadResponse.class, () -> gateway.statusOf(KEY.address(), 0, ZERO_HASH, 0));
  }

  /// The node claims a replacement with fields that do not hash to its identifier: reported, but
  /// not vouched for.
  @Test
  void inventedReplacement_carriesNoTransfer() throws GatewayException {
    results.put("eth_blockNumber", "\"0x9\"");
    results.put("eth_getTransactionReceipt", "null");
    results.put("eth_getTransactionCount", "\"0x1\"");
    String other = "0x" + "1".repeat(64);
    String transaction =
        "{\"type\":\"0x2\",\"chainId\":\"0x7a69\",\"from\":\""
            + KEY.address()
            + "\",\"nonce\":\"0x0\",\"hash\":\""
            + other
            + "\",\"to\":\"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\",\"value\":\"0x1\",\"maxFeePerGas\":\"0xa\","
            + "\"maxPriorityFeePerGas\":\"0x1\",\"yParity\":\"0x0\",\"r\":\"0x1\",\"s\":\"0x1\"}";
    results.put(
        "eth_getBlockByNumber", "{\"number\":\"0x2\",\"transactions\":[" + transaction + "]}");
    assertEquals(
        new TransferStatus.ReplacedBy(other, 3, 6, false, Optional.empty()),
        gateway.statusOf(KEY.address(), 0, ZERO_HASH, 3));
  }

  /// All fields are those of a real transfer by the sender, except the identifier.
  @Test
  void realTransferUnderAnotherIdentifier_isNotVouchedFor() throws GatewayException {
    results.put("eth_blockNumber", "\"0x9\"");
    results.put("eth_getTransactionReceipt", "null");
    results.put("eth_getTransactionCount", "\"0x1\"");
    SignedTransfer real = transfer();
    for (String id : List.of(real.transactionId(), "0x" + "1".repeat(64))) {
      results.put(
          "eth_getBlockByNumber", "{\"number\":\"0x2\",\"transactions\":[" + json(real, id) + "]}");
      Optional<SignedTransfer> vouched =
          id.equals(real.transactionId()) ? Optional.of(real) : Optional.empty();
      assertEquals(
          new TransferStatus.ReplacedBy(id, 3, 6, false, vouched),
          gateway.statusOf(KEY.address(), 0, ZERO_HASH, 3));
    }
  }

  private static String json(SignedTransfer transfer, String id) {
    EthereumPlan plan = transfer.plan();
    return JSON.createObjectNode()
        .put("type", "0x2")
        .put("chainId", Quantities.hex(plan.chain().id()))
        .put("from", transfer.sender().checksummed())
        .put("nonce", Quantities.hex(plan.nonce()))
        .put("hash", id)
        .put("to", plan.to().checksummed())
        .put("value", "0x" + plan.valueWei().toString(16))
        .put("maxFeePerGas", "0x" + plan.maxFeePerGasWei().toString(16))
        .put("maxPriorityFeePerGas", "0x" + plan.maxPriorityFeePerGasWei().toString(16))
        .put("yParity", Quantities.hex(transfer.signature().yParity()))
        .put("r", "0x" + transfer.signature().r().toString(16))
        .put("s", "0x" + transfer.signature().s().toString(16))
        .toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http:///",
        "/relative",
        "http://user:pw@127.0.0.1/"
      })
  void unusableEndpoint_isRefusedAtOnce(String address) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new EthereumGateway(URI.create(address), Clock.systemUTC(), Duration.ofSeconds(1)));
  }

  @Test
  void timeoutThatIsNotPositive_isRefusedAtOnce() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new EthereumGateway(endpoint, Clock.systemUTC(), Duration.ZERO));
  }
}
