package io.strongroom.coordinator.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// JSON-RPC 2.0 over HTTP, one call at a time, with a bound on the answer's size and on the whole
/// call's time. Follows no redirects. Safe for several threads.
final class JsonRpcClient implements AutoCloseable {

  /// The greatest answer: a block of the greatest size with all its transactions stays below.
  static final int MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

  private static final int MAX_ERROR_TEXT = 200;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private final URI endpoint;
  private final Duration timeout;
  private final HttpClient http;
  private final AtomicLong nextId = new AtomicLong(1);

  /// @throws IllegalArgumentException if the endpoint is not an http or https address without user
  ///   information, or the timeout is not positive
  JsonRpcClient(URI endpoint, Duration timeout) {
    String scheme = endpoint.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "the Ethereum node's address must be an http or https URL");
    }
    if (endpoint.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the Ethereum node's address must not hold a user or password");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the Ethereum node's timeout must be positive");
    }
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /// The `result` member, which may be JSON null.
  JsonNode call(String method, Object... parameters) throws GatewayException {
    long id = nextId.getAndIncrement();
    ObjectNode request = JSON.createObjectNode();
    request
        .put("jsonrpc", "2.0")
        .put("id", id)
        .put("method", method)
        .set("params", JSON.valueToTree(parameters));
    JsonNode answer = parse(method, exchange(method, request.toString()));
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw new GatewayException.Refused(
          method, error.path("code").asLong(), printable(error.path("message").asText()));
    }
    if (!answer.path("id").isIntegralNumber() || answer.path("id").asLong() != id) {
      throw new GatewayException.BadResponse(method + " was answered under another id");
    }
    JsonNode result = answer.get("result");
    if (result == null) {
      throw new GatewayException.BadResponse(
          method + " was answered with neither result nor error");
    }
    return result;
  }

  private HttpResponse<byte[]> exchange(String method, String body) throws GatewayException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<byte[]>> pending =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_RESPONSE_BYTES));
    try {
      // The request's own timeout ends with the headers; this one covers the body too.
      HttpResponse<byte[]> response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() / 100 == 5 || response.statusCode() == 429) {
        throw new GatewayException.Unreachable(
            method + " was answered with status " + response.statusCode(), null);
      }
      return response;
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new GatewayException.Unreachable(
          method + " was not answered within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failed(method, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new GatewayException.Unreachable(method + " was interrupted", e);
    }
  }

  private static GatewayException failed(String method, Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof IOException && text.contains("exceeds capacity")) {
      return new GatewayException.BadResponse(
          method + " was answered with more than " + MAX_RESPONSE_BYTES + " bytes", cause);
    }
    return new GatewayException.Unreachable(
        method + " found no node: " + cause.getClass().getSimpleName(), cause);
  }

  /// Some nodes give JSON-RPC errors with a 4xx status, so the body decides.
  private static JsonNode parse(String method, HttpResponse<byte[]> response)
      throws GatewayException.BadResponse {
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (answer.isObject()) {
        return answer;
      }
      throw new GatewayException.BadResponse(notAnAnswer(method, response));
    } catch (JsonProcessingException e) {
      throw new GatewayException.BadResponse(notAnAnswer(method, response), e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static String notAnAnswer(String method, HttpResponse<byte[]> response) {
    return method + " was answered with status " + response.statusCode() + " and no JSON object";
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_ERROR_TEXT)
        .map(c -> c >= 0x20 && c < 0x7f ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /// Ends all calls at once.
  @Override
  public void close() {
    http.shutdownNow();
  }
}
