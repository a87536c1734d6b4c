package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Steers the simulator over HTTP. */
final class Control {
  private final Simulation simulation;

  Control(Simulation simulation) {
    this.simulation = simulation;
  }

  /** POST queues scripted answers, DELETE drops those not given yet. */
  Future<Answer> script(Call call) {
    if (call.method().equals("POST")) {
      List<Scripted> scripted = ScriptReader.json(call.anyJson());
      simulation.scripts().add(scripted);
    } else {
      simulation.scripts().clear();
    }
    return answer(Json.node().put("pending", simulation.scripts().size()));
  }

  /** GET lists the recorded requests, DELETE forgets them. */
  Future<Answer> requests(Call call) {
    if (call.method().equals("DELETE")) {
      simulation.journal().clear();
    }
    ArrayNode list = Json.node().arrayNode();
    simulation.journal().received().forEach(received -> list.add(json(received)));
    return answer(list);
  }

  /** GET shows the settings, PATCH changes those that are given. */
  Future<Answer> settings(Call call) {
    if (call.method().equals("PATCH")) {
      JsonNode wanted = call.json();
      simulation.change(settings -> changed(settings, wanted));
      if (wanted.path("revokeTokens").asBoolean()) {
        simulation.tokens().revoke();
      }
    }
    Settings now = simulation.settings();
    ObjectNode json =
        Json.node()
            .put("latency", now.latency().toMillis())
            .put("tokenLifetime", now.tokenLifetime().toMillis())
            .put("recording", now.recording())
            .put("openRequests", simulation.journal().open());
    now.bearers().forEach(json.putArray("bearers")::add);
    return answer(json);
  }

  private static Settings changed(Settings settings, JsonNode wanted) {
    Settings now = settings;
    if (wanted.has("latency")) {
      now = now.latency(Duration.ofMillis(wanted.path("latency").asLong()));
    }
    if (wanted.has("tokenLifetime")) {
      now = now.tokenLifetime(Duration.ofMillis(wanted.path("tokenLifetime").asLong()));
    }
    if (wanted.has("recording")) {
      now = now.recording(wanted.path("recording").asBoolean());
    }
    if (wanted.has("bearers")) {
      Set<String> bearers = new HashSet<>();
      wanted.path("bearers").forEach(bearer -> bearers.add(bearer.asText()));
      now = now.bearers(bearers);
    }
    return now;
  }

  private static ObjectNode json(Received received) {
    ObjectNode json =
        Json.node()
            .put("method", received.method())
            .put("path", received.path())
            .put("body", received.body())
            .put("outcome", received.outcome().name())
            .put("clientLeft", received.clientLeft());
    received.headers().forEach(json.putObject("headers")::put);
    return json;
  }

  private static Future<Answer> answer(JsonNode json) {
    return Future.succeededFuture(Answer.json(json));
  }
}
