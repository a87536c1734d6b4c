package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One asynchronous generation. It does not take time but questions: with every look at its status
 * it gets on, and at the third it is done.
 */
final class Generation {
  private static final int LOOKS = 3;

  private final String id;
  private final String group;
  private final String type;
  private final String prompt;
  private final List<Motif> motifs;
  private final Instant created = Instant.now();
  private int looks;

  Generation(String id, String group, String prompt, JsonNode request) {
    this.id = id;
    this.group = group;
    this.type = type(request);
    this.prompt = prompt;
    this.motifs = motifs(prompt, request);
  }

  /** As the platform infers it. */
  static String type(JsonNode request) {
    if (request.hasNonNull("generation_type")) {
      return request.path("generation_type").asText();
    }
    if (request.hasNonNull("character_id")) {
      return "character_render";
    }
    return request.hasNonNull("source_image_url") ? "photo_edit" : "text_to_image";
  }

  private static List<Motif> motifs(String prompt, JsonNode request) {
    Motif motif =
        Motif.at(request.path("source_image_url").asText(""))
            .map(earlier -> earlier.changed(prompt))
            .orElseGet(() -> Motif.of(prompt));
    Motif sized =
        motif.sized(
            request.path("width").asInt(motif.width()),
            request.path("height").asInt(motif.height()));
    return sized.several(request.path("num_images").asInt(1));
  }

  String id() {
    return id;
  }

  int pictures() {
    return motifs.size();
  }

  ObjectNode accepted() {
    return Json.node()
        .put("generation_id", id)
        .put("group_id", group)
        .put("status", "queued")
        .put("message", "The simulator has taken the order.")
        .put("estimated_time", 6.0)
        .put("credits_deducted", pictures())
        .put("remaining_balance", 1000);
  }

  /** One look at it. */
  ObjectNode status(String origin) {
    looks = Math.min(LOOKS, looks + 1);
    ObjectNode status =
        Json.node()
            .put("generation_id", id)
            .put("group_id", group)
            .put("generation_type", type)
            .put("status", looks < LOOKS ? "processing" : "completed")
            .put("progress", 100 * looks / LOOKS)
            .putNull("error")
            .put("created_at", created.toString())
            .put("prompt", prompt)
            .put("service", "simulator");
    status.putObject("performance_metadata");
    addresses(origin).forEach(status.putArray("result_urls")::add);
    return status;
  }

  private List<String> addresses(String origin) {
    return looks < LOOKS ? List.of() : all(origin);
  }

  /** Where its pictures are, as they will be. */
  List<String> all(String origin) {
    return motifs.stream().map(motif -> origin + "/images/" + motif.name() + ".png").toList();
  }
}
