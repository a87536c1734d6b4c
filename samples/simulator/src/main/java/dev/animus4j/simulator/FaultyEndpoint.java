package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Endpoint that answers with a fault. */
record FaultyEndpoint(Fault fault, Dialect dialect, Route.Responder endpoint)
    implements Route.Responder {

  @Override
  public Future<SimulatedResponse> respond(SimulatedRequest request) {
    if (isChat(request)) {
      RequestChecks.check(fault.checks(), request.json(), dialect);
    }
    Future<SimulatedResponse> response =
        answer(request).map(Future::succeededFuture).orElseGet(() -> endpoint.respond(request));
    return response.map(answer -> new FaultyBody(fault, dialect).apply(answer));
  }

  private Optional<SimulatedResponse> answer(SimulatedRequest request) {
    JsonNode answer = fault.answer(dialect);
    if (answer.has("status")) {
      return Optional.of(error(request, answer));
    }
    if (!isChat(request) || !answer.isObject()) {
      return Optional.empty();
    }
    return dialect == Dialect.GEMINI
        ? new FaultyGeminiReply(fault, answer, request).response()
        : new FaultyReply(fault, answer, dialect).response(request);
  }

  private boolean isChat(SimulatedRequest request) {
    return dialect == Dialect.GEMINI || request.path().endsWith("/completions");
  }

  /** An error response; {@code {{key}}} is what the request has as its credential. */
  private static SimulatedResponse error(SimulatedRequest request, JsonNode answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(it -> headers.put(it.getKey(), it.getValue().asText()));
    boolean text = answer.has("text");
    headers.putIfAbsent("content-type", text ? "text/plain" : "application/json");
    String body = text ? answer.path("text").asText() : answer.path("body").toString();
    return SimulatedResponse.of(
        answer.path("status").asInt(),
        headers,
        Buffer.buffer(body.replace("{{key}}", request.credential())));
  }
}
