package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers as Workers AI does, and as workers in front of it do: Flux writes its picture out in
 * JSON, everybody else sends the file. A picture of ours that comes back is changed.
 */
final class CloudflarePictures {
  private static final Pattern REFUSED = Pattern.compile("(?i)\\bnsfw\\b");

  private final Gallery gallery;

  CloudflarePictures(Gallery gallery) {
    this.gallery = gallery;
  }

  /** The worker that is asked by GET, with the prompt in the query. */
  Future<Answer> flux(Call call) {
    String prompt = checked(Objects.requireNonNullElse(call.parameter("prompt"), ""));
    return gallery.png(Motif.of(prompt)).map(CloudflarePictures::file);
  }

  /** The worker that is asked by POST. */
  Future<Answer> sdxl(Call call) {
    return gallery.png(motif(call.json())).map(CloudflarePictures::file);
  }

  /** Workers AI itself; the path ends in the name of the model. */
  Future<Answer> run(Call call) {
    if (!call.path().contains("/ai/run/@")) {
      throw new Refusal(400, "No such model " + call.path() + " or task", null, "5007");
    }
    Future<Buffer> picture = gallery.png(motif(call.json()));
    return call.path().contains("/flux-")
        ? picture.map(CloudflarePictures::envelope)
        : picture.map(CloudflarePictures::file);
  }

  private Motif motif(JsonNode request) {
    String prompt = checked(request.path("prompt").asText(""));
    Motif motif =
        earlier(request.path("image_b64").asText(""))
            .map(picture -> picture.changed(prompt))
            .orElseGet(() -> Motif.of(prompt));
    int width = request.path("width").asInt(motif.width());
    int height = request.path("height").asInt(motif.height());
    return motif.sized(width, height);
  }

  private Optional<Motif> earlier(String base64) {
    try {
      return gallery.motif(Buffer.buffer(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "Invalid base64 of image_b64: " + e.getMessage(), null, "5004");
    }
  }

  private static String checked(String prompt) {
    if (prompt.isBlank()) {
      throw new Refusal(400, "Required properties are missing: 'prompt'", null, "3003");
    }
    if (REFUSED.matcher(prompt).find()) {
      throw new Refusal(400, "Input prompt contains NSFW content", null, "3030");
    }
    return prompt;
  }

  private static Answer file(Buffer png) {
    return Answer.bytes(200, "image/png", png);
  }

  private static Answer envelope(Buffer png) {
    ObjectNode body = Json.node().put("success", true);
    body.putObject("result").put("image", Base64.getEncoder().encodeToString(png.getBytes()));
    body.putArray("errors");
    body.putArray("messages");
    return Answer.json(body);
  }
}
