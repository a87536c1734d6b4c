package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Controls the simulator over HTTP. */
final class ControlRoutes {
  private final SimulatorState simulatorState;

  ControlRoutes(SimulatorState simulatorState) {
    this.simulatorState = simulatorState;
  }

  /** POST queues scripted responses, DELETE drops the pending ones. */
  Future<SimulatedResponse> script(SimulatedRequest request) {
    if (request.method().equals("POST")) {
      ScriptReader.queue(request.anyJson(), simulatorState.scripts());
    } else {
      simulatorState.scripts().clear();
    }
    return response(JsonBuffers.node().put("pending", simulatorState.scripts().size()));
  }

  /** GET lists the faults, with what they do. */
  Future<SimulatedResponse> faults(SimulatedRequest request) {
    ObjectNode list = JsonBuffers.node();
    Fault.descriptions().forEach(list::put);
    return response(list);
  }

  /** GET lists the recorded requests, DELETE drops them. */
  Future<SimulatedResponse> requests(SimulatedRequest request) {
    if (request.method().equals("DELETE")) {
      simulatorState.journal().clear();
    }
    ArrayNode list = JsonBuffers.node().arrayNode();
    simulatorState.journal().requests().forEach(receivedRequest -> list.add(json(receivedRequest)));
    return response(list);
  }

  /** GET returns the settings, PATCH changes the given ones. */
  Future<SimulatedResponse> settings(SimulatedRequest request) {
    if (request.method().equals("PATCH")) {
      JsonNode changes = request.json();
      simulatorState.update(settings -> applyChanges(settings, changes));
      if (changes.path("revokeTokens").asBoolean()) {
        simulatorState.tokens().revoke();
      }
    }
    SimulatorSettings changed = simulatorState.settings();
    ObjectNode json =
        JsonBuffers.node()
            .put("latency", changed.latency().toMillis())
            .put("tokenLifetime", changed.tokenLifetime().toMillis())
            .put("recording", changed.recording())
            .put("openRequests", simulatorState.journal().openRequests());
    changed.bearers().forEach(json.putArray("bearers")::add);
    return response(json);
  }

  private static SimulatorSettings applyChanges(SimulatorSettings settings, JsonNode changes) {
    SimulatorSettings changed = settings;
    if (changes.has("latency")) {
      changed = changed.latency(milliseconds(changes, "latency"));
    }
    if (changes.has("tokenLifetime")) {
      changed = changed.tokenLifetime(milliseconds(changes, "tokenLifetime"));
    }
    if (changes.has("recording")) {
      changed = changed.recording(changes.path("recording").asBoolean());
    }
    if (changes.has("bearers")) {
      Set<String> bearers = new HashSet<>();
      changes.path("bearers").forEach(bearer -> bearers.add(bearer.asText()));
      changed = changed.bearers(bearers);
    }
    return changed;
  }

  private static Duration milliseconds(JsonNode changes, String name) {
    new NumberRule(name, "-999999999999", "999999999999", true).check(changes.path(name));
    return Duration.ofMillis(changes.path(name).asLong());
  }

  private static ObjectNode json(ReceivedRequest receivedRequest) {
    ObjectNode json =
        JsonBuffers.node()
            .put("method", receivedRequest.method())
            .put("path", receivedRequest.path())
            .put("body", receivedRequest.body())
            .put("outcome", receivedRequest.outcome().name())
            .put("clientLeft", receivedRequest.isCancelledByClient());
    receivedRequest.headers().forEach(json.putObject("headers")::put);
    return json;
  }

  private static Future<SimulatedResponse> response(JsonNode json) {
    return Future.succeededFuture(SimulatedResponse.json(json));
  }
}
