package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;

/** The models on offer. Requests may name any other model too, as with most compatible servers. */
final class Models {
  private static final List<String> IDS = List.of("simulated-chat", "simulated-image");
  private static final long CREATED = 1_763_596_800;

  Future<Answer> all(Call call) {
    ObjectNode list = Json.node().put("object", "list");
    IDS.forEach(id -> list.withArray("data").add(model(id)));
    return Future.succeededFuture(Answer.json(list));
  }

  Future<Answer> one(Call call) {
    String id = call.path().substring("/v1/models/".length());
    if (!IDS.contains(id)) {
      String message = "The model '" + id + "' does not exist.";
      throw new Refusal(404, message, "model", "model_not_found");
    }
    return Future.succeededFuture(Answer.json(model(id)));
  }

  private static ObjectNode model(String id) {
    return Json.node()
        .put("id", id)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "animus4j");
  }
}
