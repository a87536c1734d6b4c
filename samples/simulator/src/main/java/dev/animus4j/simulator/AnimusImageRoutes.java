package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Handles {@code POST /generate/image}; the response has the URL of the image. */
final class AnimusImageRoutes {
  private final String origin;

  AnimusImageRoutes(String origin) {
    this.origin = origin;
  }

  Future<SimulatedResponse> generate(SimulatedRequest request) {
    JsonNode json = request.json();
    String prompt = json.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw RejectedRequest.missing("prompt");
    }
    ImageSpec imageSpec =
        ImageSpec.parse(json.path("input_image").asText(""))
            .map(earlier -> earlier.applyPrompt(prompt))
            .orElseGet(() -> ImageSpec.of(prompt));
    ObjectNode response = JsonBuffers.node();
    response.putArray("output").add(origin + "/images/" + imageSpec.name() + ".png");
    return Future.succeededFuture(SimulatedResponse.json(response));
  }
}
