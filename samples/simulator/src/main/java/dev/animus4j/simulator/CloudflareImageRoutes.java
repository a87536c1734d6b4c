package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Responds as Workers AI does, and as workers in front of it: Flux returns its image in JSON, the
 * other models return the file. FLUX.2 takes a form only. A source image of the simulator is
 * refined.
 */
final class CloudflareImageRoutes {
  private static final Pattern REFUSED = Pattern.compile("(?i)\\bnsfw\\b");

  private final ImageRenderer imageRenderer;

  CloudflareImageRoutes(ImageRenderer imageRenderer) {
    this.imageRenderer = imageRenderer;
  }

  /** The Flux worker: GET, with the prompt in the query. */
  Future<SimulatedResponse> flux(SimulatedRequest request) {
    String prompt = checkPrompt(Objects.requireNonNullElse(request.parameter("prompt"), ""));
    return imageRenderer.png(ImageSpec.of(prompt)).map(CloudflareImageRoutes::pngResponse);
  }

  /** The SDXL worker: POST. */
  Future<SimulatedResponse> sdxl(SimulatedRequest request) {
    return imageRenderer.png(motif(request.json())).map(CloudflareImageRoutes::pngResponse);
  }

  /** Workers AI itself; the path ends in the name of the model. */
  Future<SimulatedResponse> run(SimulatedRequest request) {
    if (!request.path().contains("/ai/run/@")) {
      throw new RejectedRequest(400, "No such model " + request.path() + " or task", null, "5007");
    }
    JsonNode fields = request.path().contains("/flux-2-") ? form(request) : request.json();
    Future<Buffer> image = imageRenderer.png(motif(fields));
    return request.path().contains("/flux-")
        ? image.map(CloudflareImageRoutes::envelopeResponse)
        : image.map(CloudflareImageRoutes::pngResponse);
  }

  /** The fields of a form; its first input image as base64. */
  private static JsonNode form(SimulatedRequest request) {
    if (!request.isForm()) {
      throw new RejectedRequest(400, "Required properties are missing: 'multipart'", null, "5006");
    }
    ObjectNode fields = JsonBuffers.node();
    request.form().forEach((name, value) -> fields.set(name, number(value)));
    Buffer image = request.files().get("input_image_0");
    if (image != null) {
      fields.put("image_b64", Base64.getEncoder().encodeToString(image.getBytes()));
    }
    return fields;
  }

  private static JsonNode number(String value) {
    return value.matches("\\d{1,9}")
        ? IntNode.valueOf(Integer.parseInt(value))
        : TextNode.valueOf(value);
  }

  private ImageSpec motif(JsonNode request) {
    String prompt = checkPrompt(request.path("prompt").asText(""));
    ImageSpec imageSpec =
        earlierImage(request.path("image_b64").asText(""))
            .map(image -> image.applyPrompt(prompt))
            .orElseGet(() -> ImageSpec.of(prompt));
    int largest = Integer.MAX_VALUE;
    return imageSpec.resize(
        NumberRule.integer(request, "width", imageSpec.width(), largest),
        NumberRule.integer(request, "height", imageSpec.height(), largest));
  }

  private Optional<ImageSpec> earlierImage(String base64) {
    try {
      return imageRenderer.motif(Buffer.buffer(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      throw new RejectedRequest(
          400, "Invalid base64 of image_b64: " + e.getMessage(), null, "5004");
    }
  }

  private static String checkPrompt(String prompt) {
    if (prompt.isBlank()) {
      throw new RejectedRequest(400, "Required properties are missing: 'prompt'", null, "3003");
    }
    if (REFUSED.matcher(prompt).find()) {
      throw new RejectedRequest(400, "Input prompt contains NSFW content", null, "3030");
    }
    return prompt;
  }

  private static SimulatedResponse pngResponse(Buffer png) {
    return SimulatedResponse.bytes(200, "image/png", png);
  }

  private static SimulatedResponse envelopeResponse(Buffer png) {
    ObjectNode body = JsonBuffers.node().put("success", true);
    body.putObject("result").put("image", Base64.getEncoder().encodeToString(png.getBytes()));
    body.putArray("errors");
    body.putArray("messages");
    return SimulatedResponse.json(body);
  }
}
