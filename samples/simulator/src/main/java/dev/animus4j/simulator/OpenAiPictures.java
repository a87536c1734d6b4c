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

/** Answers requests for new and for edited images, whole or as an event stream. */
final class OpenAiPictures {
  private final Gallery gallery;
  private final String origin;

  OpenAiPictures(Gallery gallery, String origin) {
    this.gallery = gallery;
    this.origin = origin;
  }

  Future<Answer> generation(Call call) {
    return answer(PictureOrder.of(call.json()), "image_generation");
  }

  /** An edit, as a form with files or as JSON with addresses. */
  Future<Answer> edit(Call call) {
    JsonNode request = call.isForm() ? form(call) : call.json();
    boolean pictures =
        call.isForm()
            ? Stream.of("image", "image[]").anyMatch(name -> isGiven(call, name))
            : !request.path("images").isEmpty();
    if (!pictures) {
      throw Refusal.missing(call.isForm() ? "image" : "images");
    }
    return answer(PictureOrder.of(request), "image_edit");
  }

  private static boolean isGiven(Call call, String field) {
    return call.files().containsKey(field) || call.form().containsKey(field);
  }

  /** The same as JSON; a picture of ours goes by its name. */
  private JsonNode form(Call call) {
    ObjectNode request = Json.node();
    for (Map.Entry<String, String> field : call.form().entrySet()) {
      request.put(field.getKey(), field.getValue());
    }
    call.files().values().stream()
        .flatMap(file -> gallery.motif(file).stream())
        .findFirst()
        .ifPresent(ours -> request.putArray("images").addObject().put("image_url", ours.name()));
    return request;
  }

  private Future<Answer> answer(PictureOrder order, String event) {
    return order.partials() < 0 ? whole(order) : streamed(order, event);
  }

  private Future<Answer> whole(PictureOrder order) {
    List<Future<ObjectNode>> pictures =
        order.motifs().stream().map(motif -> item(order, motif)).toList();
    return Future.all(pictures)
        .map(
            drawn -> {
              ObjectNode json = Json.node().put("created", now());
              pictures.forEach(picture -> json.withArray("data").add(picture.result()));
              order.describe(json).set("usage", order.usage());
              return Answer.json(json);
            });
  }

  private Future<ObjectNode> item(PictureOrder order, Motif motif) {
    if (order.url()) {
      String url = origin + "/images/" + motif.name() + ".png";
      return Future.succeededFuture(Json.node().put("url", url));
    }
    return gallery.png(motif).map(png -> Json.node().put("b64_json", base64(png)));
  }

  private Future<Answer> streamed(PictureOrder order, String event) {
    List<Future<Buffer>> pictures = new ArrayList<>();
    for (int index = 0; index < order.partials(); index++) {
      pictures.add(gallery.draft(order.motif(), 16 >> index));
    }
    pictures.add(gallery.png(order.motif()));
    return Future.all(pictures).map(drawn -> Answer.events(events(order, event, pictures)));
  }

  private static Iterator<Buffer> events(
      PictureOrder order, String event, List<Future<Buffer>> pictures) {
    List<Buffer> events = new ArrayList<>();
    for (int index = 0; index < order.partials(); index++) {
      String type = event + ".partial_image";
      ObjectNode data = data(order, type, pictures.get(index).result());
      events.add(Json.event(type, data.put("partial_image_index", index)));
    }
    String type = event + ".completed";
    ObjectNode last = data(order, type, pictures.get(order.partials()).result());
    last.set("usage", order.usage());
    events.add(Json.event(type, last));
    return events.iterator();
  }

  private static ObjectNode data(PictureOrder order, String type, Buffer png) {
    ObjectNode data = Json.node().put("type", type).put("b64_json", base64(png));
    return order.describe(data.put("created_at", now()));
  }

  private static String base64(Buffer png) {
    return Base64.getEncoder().encodeToString(png.getBytes());
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
