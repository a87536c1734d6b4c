package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Answers {@code POST /generate/image} with the address of the picture. */
final class AnimusPictures {
  private final String origin;

  AnimusPictures(String origin) {
    this.origin = origin;
  }

  Future<Answer> answer(Call call) {
    JsonNode request = call.json();
    String prompt = request.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw Refusal.missing("prompt");
    }
    Motif motif =
        Motif.at(request.path("input_image").asText(""))
            .map(earlier -> earlier.changed(prompt))
            .orElseGet(() -> Motif.of(prompt));
    ObjectNode answer = Json.node();
    answer.putArray("output").add(origin + "/images/" + motif.name() + ".png");
    return Future.succeededFuture(Answer.json(answer));
  }
}
