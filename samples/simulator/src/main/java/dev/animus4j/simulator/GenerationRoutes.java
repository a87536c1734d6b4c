package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Handles {@code /generation/*}: generations that are accepted at once and polled until they are
 * completed. Confined to one event loop. Keeps the last 10,000.
 */
final class GenerationRoutes {
  private static final int MAX_GENERATIONS = 10_000;

  private final String origin;
  private final Map<String, SimulatedGeneration> generations = new LinkedHashMap<>();
  private int accepted;

  GenerationRoutes(String origin) {
    this.origin = origin;
  }

  /** POST of one generation. */
  Future<SimulatedResponse> create(SimulatedRequest request) {
    JsonNode json = request.json();
    String prompt = json.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw RejectedRequest.missing("prompt");
    }
    return response(addGeneration(prompt, json, group(json)).acceptedJson());
  }

  /** POST of a batch; an item without a prompt fails by itself. */
  Future<SimulatedResponse> batch(SimulatedRequest request) {
    JsonNode json = request.json();
    if (json.path("prompts").isEmpty()) {
      throw RejectedRequest.missing("prompts");
    }
    String group = group(json);
    ArrayNode results = JsonBuffers.node().arrayNode();
    json.path("prompts").forEach(item -> results.add(result(item, json, group, results.size())));
    ObjectNode response =
        JsonBuffers.node()
            .put("batch_id", "batch_sim_" + ++accepted)
            .put("group_id", group)
            .put("generation_type", SimulatedGeneration.type(json))
            .put("message", "The simulator has taken the orders.")
            .put("estimated_time", 6.0);
    return response(addCounts(response, results).set("results", results));
  }

  private static ObjectNode addCounts(ObjectNode response, ArrayNode results) {
    int failed = (int) results.findValues("error").stream().filter(e -> !e.isNull()).count();
    return response
        .put("status", failed == 0 ? "queued" : "partial")
        .put("total_requested", results.size())
        .put("successful_submissions", results.size() - failed)
        .put("failed_submissions", failed)
        .put("credits_deducted", results.size() - failed)
        .put("remaining_balance", 1000);
  }

  /** GET of the status of a generation. */
  Future<SimulatedResponse> status(SimulatedRequest request) {
    return response(find(request).nextStatus(origin));
  }

  /** DELETE of a generation with its images. */
  Future<SimulatedResponse> delete(SimulatedRequest request) {
    SimulatedGeneration deleted = find(request);
    generations.remove(deleted.id());
    ObjectNode response =
        JsonBuffers.node()
            .put("success", true)
            .put("message", "Deleted.")
            .put("generation_id", deleted.id())
            .put("deleted_images", deleted.imageCount())
            .put("failed_deletions", 0);
    ObjectNode details = response.putObject("details");
    deleted.imageUrls(origin).forEach(details.putArray("deleted_image_urls")::add);
    details.putArray("failed_deletion_urls");
    return response(response);
  }

  private SimulatedGeneration addGeneration(String prompt, JsonNode json, String group) {
    SimulatedGeneration simulatedGeneration =
        new SimulatedGeneration("gen_sim_" + ++accepted, group, prompt, json);
    generations.put(simulatedGeneration.id(), simulatedGeneration);
    if (generations.size() > MAX_GENERATIONS) {
      generations.remove(generations.keySet().iterator().next());
    }
    return simulatedGeneration;
  }

  private ObjectNode result(JsonNode item, JsonNode json, String group, int index) {
    String prompt = item.path("prompt").asText("");
    if (prompt.isBlank()) {
      return JsonBuffers.node()
          .putNull("generation_id")
          .put("status", "failed")
          .put("prompt_index", index)
          .put("error", RejectedRequest.missing("prompt").message());
    }
    ObjectNode generation = item.deepCopy();
    generation.set("character_id", json.path("character_id"));
    return JsonBuffers.node()
        .put("generation_id", addGeneration(prompt, generation, group).id())
        .put("status", "queued")
        .put("prompt_index", index)
        .putNull("error");
  }

  private String group(JsonNode json) {
    return json.path("group_id").asText("group_sim_" + (accepted + 1));
  }

  /** The generation whose id ends the path. */
  private SimulatedGeneration find(SimulatedRequest request) {
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    SimulatedGeneration simulatedGeneration = generations.get(id);
    if (simulatedGeneration == null) {
      throw new RejectedRequest(404, "Generation not found.", null, "not_found");
    }
    return simulatedGeneration;
  }

  private static Future<SimulatedResponse> response(JsonNode json) {
    return Future.succeededFuture(SimulatedResponse.json(json));
  }
}
