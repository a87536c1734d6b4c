package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Response parts with an image: a thought in text, a draft image as a thought, text if requested,
 * and the image. Recognizes its own images by their signatures, and refines the last one in the
 * contents.
 */
final class GeminiImageParts {
  private final ImageRenderer imageRenderer;
  private final ThoughtSignatures thoughtSignatures;

  GeminiImageParts(ImageRenderer imageRenderer, ThoughtSignatures thoughtSignatures) {
    this.imageRenderer = imageRenderer;
    this.thoughtSignatures = thoughtSignatures;
  }

  Future<List<ObjectNode>> parts(GeminiRequest request, String id) {
    String prompt = request.prompt();
    ImageSpec plain =
        earlierImage(request)
            .map(image -> image.applyPrompt(prompt))
            .orElseGet(() -> ImageSpec.of(prompt));
    ImageSpec imageSpec = request.resize(plain).orElse(plain);
    Future<Buffer> draft = imageRenderer.draft(imageSpec, 8);
    Future<Buffer> image = imageRenderer.png(imageSpec);
    return Future.all(draft, image)
        .map(images -> parts(request, id, List.of(draft.result(), image.result()), imageSpec));
  }

  private List<ObjectNode> parts(
      GeminiRequest request, String id, List<Buffer> images, ImageSpec imageSpec) {
    List<ObjectNode> parts = new ArrayList<>();
    parts.add(
        JsonBuffers.node().put("thought", true).put("text", "Simulated planning of the picture."));
    parts.add(png(images.get(0)).put("thought", true));
    int signed = request.wantsText() ? 2 : 1;
    if (request.wantsText()) {
      ObjectNode text = JsonBuffers.node().put("text", "Here is your simulated picture.");
      parts.add(thoughtSignatures.sign(text, new ThoughtSignatures.Position(id, 0, signed), ""));
    }
    ThoughtSignatures.Position position = new ThoughtSignatures.Position(id, signed - 1, signed);
    parts.add(thoughtSignatures.sign(png(images.get(1)), position, imageSpec.name()));
    return parts;
  }

  /** The last image of the simulator in the conversation. */
  private Optional<ImageSpec> earlierImage(GeminiRequest request) {
    return request.contents().stream()
        .flatMap(content -> GeminiRequest.elements(content.path("parts")))
        .flatMap(part -> motif(part).stream())
        .reduce((earlier, later) -> later);
  }

  private Optional<ImageSpec> motif(JsonNode part) {
    return Stream.of(part.path("thoughtSignature").asText())
        .flatMap(signature -> thoughtSignatures.note(signature).stream())
        .flatMap(name -> ImageSpec.parse(name).stream())
        .findFirst();
  }

  private static ObjectNode png(Buffer bytes) {
    ObjectNode part = JsonBuffers.node();
    part.putObject("inlineData")
        .put("mimeType", "image/png")
        .put("data", Base64.getEncoder().encodeToString(bytes.getBytes()));
    return part;
  }
}
