package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers {@code /generation/*}: orders that are taken at once and asked after until they are done.
 * Used on one event loop only. Remembers the last 10,000.
 */
final class Generations {
  private static final int REMEMBERED = 10_000;

  private final String origin;
  private final Map<String, Generation> generations = new LinkedHashMap<>();
  private int taken;

  Generations(String origin) {
    this.origin = origin;
  }

  /** POST of one order. */
  Future<Answer> create(Call call) {
    JsonNode request = call.json();
    String prompt = request.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw Refusal.missing("prompt");
    }
    if (request.path("num_images").asInt(1) < 1) {
      throw Refusal.invalid("'num_images' is out of range.", "num_images", "invalid_value");
    }
    return answer(taken(prompt, request, group(request)).accepted());
  }

  /** POST of several; one without words fails by itself. */
  Future<Answer> batch(Call call) {
    JsonNode request = call.json();
    if (request.path("prompts").isEmpty()) {
      throw Refusal.missing("prompts");
    }
    String group = group(request);
    ArrayNode results = Json.node().arrayNode();
    request
        .path("prompts")
        .forEach(one -> results.add(result(one, request, group, results.size())));
    ObjectNode answer =
        Json.node()
            .put("batch_id", "batch_sim_" + ++taken)
            .put("group_id", group)
            .put("generation_type", Generation.type(request))
            .put("message", "The simulator has taken the orders.")
            .put("estimated_time", 6.0);
    return answer(counted(answer, results).set("results", results));
  }

  private static ObjectNode counted(ObjectNode answer, ArrayNode results) {
    int failed = (int) results.findValues("error").stream().filter(e -> !e.isNull()).count();
    return answer
        .put("status", failed == 0 ? "queued" : "partial")
        .put("total_requested", results.size())
        .put("successful_submissions", results.size() - failed)
        .put("failed_submissions", failed)
        .put("credits_deducted", results.size() - failed)
        .put("remaining_balance", 1000);
  }

  /** GET of how far one has got. */
  Future<Answer> status(Call call) {
    return answer(asked(call).status(origin));
  }

  /** DELETE of one with its pictures. */
  Future<Answer> delete(Call call) {
    Generation deleted = asked(call);
    generations.remove(deleted.id());
    ObjectNode answer =
        Json.node()
            .put("success", true)
            .put("message", "Deleted.")
            .put("generation_id", deleted.id())
            .put("deleted_images", deleted.pictures())
            .put("failed_deletions", 0);
    ObjectNode details = answer.putObject("details");
    deleted.all(origin).forEach(details.putArray("deleted_image_urls")::add);
    details.putArray("failed_deletion_urls");
    return answer(answer);
  }

  private Generation taken(String prompt, JsonNode request, String group) {
    Generation generation = new Generation("gen_sim_" + ++taken, group, prompt, request);
    generations.put(generation.id(), generation);
    if (generations.size() > REMEMBERED) {
      generations.remove(generations.keySet().iterator().next());
    }
    return generation;
  }

  private ObjectNode result(JsonNode one, JsonNode request, String group, int index) {
    String prompt = one.path("prompt").asText("");
    if (prompt.isBlank()) {
      return Json.node()
          .putNull("generation_id")
          .put("status", "failed")
          .put("prompt_index", index)
          .put("error", Refusal.missing("prompt").message());
    }
    ObjectNode order = one.deepCopy();
    order.set("character_id", request.path("character_id"));
    return Json.node()
        .put("generation_id", taken(prompt, order, group).id())
        .put("status", "queued")
        .put("prompt_index", index)
        .putNull("error");
  }

  private String group(JsonNode request) {
    return request.path("group_id").asText("group_sim_" + (taken + 1));
  }

  /** The one named at the end of the path. */
  private Generation asked(Call call) {
    String id = call.path().substring(call.path().lastIndexOf('/') + 1);
    Generation generation = generations.get(id);
    if (generation == null) {
      throw new Refusal(404, "Generation not found.", null, "not_found");
    }
    return generation;
  }

  private static Future<Answer> answer(JsonNode json) {
    return Future.succeededFuture(Answer.json(json));
  }
}
