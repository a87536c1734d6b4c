package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * Asynchronous generation. Its progress depends on polls, not on time: every poll of its status
 * advances it, and at the third it is completed.
 */
final class SimulatedGeneration {
  private static final int POLLS = 3;

  private final String id;
  private final String group;
  private final String type;
  private final String prompt;
  private final List<ImageSpec> imageSpecs;
  private final Instant created = Instant.now();
  private int polls;

  SimulatedGeneration(String id, String group, String prompt, JsonNode request) {
    this.id = id;
    this.group = group;
    this.type = type(request);
    this.prompt = prompt;
    this.imageSpecs = imageSpecs(prompt, request);
  }

  /** The generation type, as the platform infers it. */
  static String type(JsonNode request) {
    if (request.hasNonNull("generation_type")) {
      return request.path("generation_type").asText();
    }
    if (request.hasNonNull("character_id")) {
      return "character_render";
    }
    return request.hasNonNull("source_image_url") ? "photo_edit" : "text_to_image";
  }

  private static List<ImageSpec> imageSpecs(String prompt, JsonNode request) {
    ImageSpec imageSpec =
        ImageSpec.parse(request.path("source_image_url").asText(""))
            .map(earlier -> earlier.applyPrompt(prompt))
            .orElseGet(() -> ImageSpec.of(prompt));
    ImageSpec sized =
        imageSpec.resize(
            NumberRule.integer(request, "width", imageSpec.width(), Integer.MAX_VALUE),
            NumberRule.integer(request, "height", imageSpec.height(), Integer.MAX_VALUE));
    return sized.variations(NumberRule.integer(request, "num_images", 1, 1000));
  }

  String id() {
    return id;
  }

  int imageCount() {
    return imageSpecs.size();
  }

  ObjectNode acceptedJson() {
    return JsonBuffers.node()
        .put("generation_id", id)
        .put("group_id", group)
        .put("status", "queued")
        .put("message", "The simulator has taken the order.")
        .put("estimated_time", 6.0)
        .put("credits_deducted", imageCount())
        .put("remaining_balance", 1000);
  }

  /** Advances the generation, and returns its status. */
  ObjectNode nextStatus(String origin) {
    polls = Math.min(POLLS, polls + 1);
    ObjectNode status =
        JsonBuffers.node()
            .put("generation_id", id)
            .put("group_id", group)
            .put("generation_type", type)
            .put("status", polls < POLLS ? "processing" : "completed")
            .put("progress", 100 * polls / POLLS)
            .putNull("error")
            .put("created_at", created.toString())
            .put("prompt", prompt)
            .put("service", "simulator");
    status.putObject("performance_metadata");
    resultUrls(origin).forEach(status.putArray("result_urls")::add);
    return status;
  }

  private List<String> resultUrls(String origin) {
    return polls < POLLS ? List.of() : imageUrls(origin);
  }

  /** The URLs of its images, also before they are completed. */
  List<String> imageUrls(String origin) {
    return imageSpecs.stream()
        .map(imageSpec -> origin + "/images/" + imageSpec.name() + ".png")
        .toList();
  }
}
