package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;

/**
 * Lists the available models. Requests may name any other model too, as with most compatible
 * servers.
 */
final class ModelRoutes {
  private static final List<String> IDS = List.of("simulated-chat", "simulated-image");
  private static final long CREATED = 1_763_596_800;

  Future<SimulatedResponse> list(SimulatedRequest request) {
    ObjectNode list = JsonBuffers.node().put("object", "list");
    IDS.forEach(id -> list.withArray("data").add(model(id)));
    return Future.succeededFuture(SimulatedResponse.json(list));
  }

  Future<SimulatedResponse> get(SimulatedRequest request) {
    String id = request.path().substring("/v1/models/".length());
    if (!IDS.contains(id)) {
      String message = "The model '" + id + "' does not exist.";
      throw new RejectedRequest(404, message, "model", "model_not_found");
    }
    return Future.succeededFuture(SimulatedResponse.json(model(id)));
  }

  private static ObjectNode model(String id) {
    return JsonBuffers.node()
        .put("id", id)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "animus4j");
  }
}
