package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Handles generations and edits of images; responses are whole or event streams. */
final class OpenAiImageRoutes {
  private final ImageRenderer imageRenderer;
  private final String origin;

  OpenAiImageRoutes(ImageRenderer imageRenderer, String origin) {
    this.imageRenderer = imageRenderer;
    this.origin = origin;
  }

  Future<SimulatedResponse> generate(SimulatedRequest request) {
    return respond(ReceivedImageRequest.parse(request.json()), "image_generation");
  }

  /** Handles an edit, as a form with files or as JSON with URLs. */
  Future<SimulatedResponse> edit(SimulatedRequest request) {
    JsonNode json = request.isForm() ? form(request) : request.json();
    boolean images =
        request.isForm()
            ? Stream.of("image", "image[]").anyMatch(name -> isGiven(request, name))
            : !json.path("images").isEmpty();
    if (!images) {
      throw RejectedRequest.missing(request.isForm() ? "image" : "images");
    }
    return respond(ReceivedImageRequest.parse(json), "image_edit");
  }

  private static boolean isGiven(SimulatedRequest request, String field) {
    return request.files().containsKey(field) || request.form().containsKey(field);
  }

  /** Converts a form to JSON; images of the simulator become their names. */
  private JsonNode form(SimulatedRequest request) {
    ObjectNode json = JsonBuffers.node();
    for (Map.Entry<String, String> field : request.form().entrySet()) {
      json.put(field.getKey(), field.getValue());
    }
    request.files().values().stream()
        .flatMap(file -> imageRenderer.motif(file).stream())
        .findFirst()
        .ifPresent(known -> json.putArray("images").addObject().put("image_url", known.name()));
    return json;
  }

  private Future<SimulatedResponse> respond(ReceivedImageRequest imageRequest, String event) {
    return imageRequest.partials() < 0
        ? wholeResponse(imageRequest)
        : streamedResponse(imageRequest, event);
  }

  private Future<SimulatedResponse> wholeResponse(ReceivedImageRequest imageRequest) {
    List<Future<ObjectNode>> images =
        imageRequest.motifs().stream().map(imageSpec -> item(imageRequest, imageSpec)).toList();
    return Future.all(images)
        .map(
            done -> {
              ObjectNode json = JsonBuffers.node().put("created", now());
              images.forEach(image -> json.withArray("data").add(image.result()));
              imageRequest.addDescription(json).set("usage", imageRequest.usage());
              return SimulatedResponse.json(json);
            });
  }

  private Future<ObjectNode> item(ReceivedImageRequest imageRequest, ImageSpec imageSpec) {
    if (imageRequest.url()) {
      String url = origin + "/images/" + imageSpec.name() + ".png";
      return Future.succeededFuture(JsonBuffers.node().put("url", url));
    }
    return imageRenderer.png(imageSpec).map(png -> JsonBuffers.node().put("b64_json", base64(png)));
  }

  private Future<SimulatedResponse> streamedResponse(
      ReceivedImageRequest imageRequest, String event) {
    List<Future<Buffer>> images = new ArrayList<>();
    for (int index = 0; index < imageRequest.partials(); index++) {
      images.add(imageRenderer.draft(imageRequest.motif(), 16 >> index));
    }
    images.add(imageRenderer.png(imageRequest.motif()));
    return Future.all(images)
        .map(done -> SimulatedResponse.events(events(imageRequest, event, images)));
  }

  private static Iterator<Buffer> events(
      ReceivedImageRequest imageRequest, String event, List<Future<Buffer>> images) {
    List<Buffer> events = new ArrayList<>();
    for (int index = 0; index < imageRequest.partials(); index++) {
      String type = event + ".partial_image";
      ObjectNode data = data(imageRequest, type, images.get(index).result());
      events.add(JsonBuffers.event(type, data.put("partial_image_index", index)));
    }
    String type = event + ".completed";
    ObjectNode last = data(imageRequest, type, images.get(imageRequest.partials()).result());
    last.set("usage", imageRequest.usage());
    events.add(JsonBuffers.event(type, last));
    return events.iterator();
  }

  private static ObjectNode data(ReceivedImageRequest imageRequest, String type, Buffer png) {
    ObjectNode data = JsonBuffers.node().put("type", type).put("b64_json", base64(png));
    return imageRequest.addDescription(data.put("created_at", now()));
  }

  private static String base64(Buffer png) {
    return Base64.getEncoder().encodeToString(png.getBytes());
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
