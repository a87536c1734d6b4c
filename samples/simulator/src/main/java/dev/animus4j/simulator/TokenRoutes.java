package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Authentication service of Animus, and token provider of a customer's backend. */
final class TokenRoutes {
  private final SimulatorState simulatorState;

  TokenRoutes(SimulatorState simulatorState) {
    this.simulatorState = simulatorState;
  }

  Future<SimulatedResponse> issueForApiKey(SimulatedRequest request) {
    String key = request.header("apikey");
    if (key == null || key.isBlank()) {
      throw RejectedRequest.unauthorized("No API key: send it in the header 'apikey'.");
    }
    return response(JsonBuffers.node().put("accessToken", token()));
  }

  Future<SimulatedResponse> issueForBrowser(SimulatedRequest request) {
    ObjectNode body = JsonBuffers.node();
    body.putObject("animus").put("token", token());
    return response(body);
  }

  private String token() {
    return simulatorState.tokens().issue(simulatorState.settings().tokenLifetime());
  }

  private static Future<SimulatedResponse> response(ObjectNode body) {
    return Future.succeededFuture(SimulatedResponse.json(body));
  }
}
