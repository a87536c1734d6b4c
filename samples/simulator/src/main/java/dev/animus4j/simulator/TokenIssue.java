package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** The Animus authentication service, and the token provider of a customer's backend. */
final class TokenIssue {
  private final Simulation simulation;

  TokenIssue(Simulation simulation) {
    this.simulation = simulation;
  }

  Future<Answer> forApiKey(Call call) {
    String key = call.header("apikey");
    if (key == null || key.isBlank()) {
      throw Refusal.unauthorised("No API key: send it in the header 'apikey'.");
    }
    return answer(Json.node().put("accessToken", token()));
  }

  Future<Answer> forBrowser(Call call) {
    ObjectNode body = Json.node();
    body.putObject("animus").put("token", token());
    return answer(body);
  }

  private String token() {
    return simulation.tokens().issue(simulation.settings().tokenLifetime());
  }

  private static Future<Answer> answer(ObjectNode body) {
    return Future.succeededFuture(Answer.json(body));
  }
}
