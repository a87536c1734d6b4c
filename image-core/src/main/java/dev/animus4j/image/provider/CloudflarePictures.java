package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Answer;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The picture in an answer of Workers AI or of a worker in front of it: the file itself, or JSON in
 * one of the forms that are in use. Whatever the type says, what comes out is a picture or fails.
 */
record CloudflarePictures(Answer answer, Drawing drawing, ImageStore store, ImageFetch fetch) {
  private static final List<String> PLACES =
      List.of("/result/image", "/image", "/result/imageUrl", "/imageUrl");

  Single<Image> read() {
    return isFile() ? file() : json();
  }

  private boolean isFile() {
    String type = answer.mediaType();
    return type.startsWith("image/") || type.equals("application/octet-stream");
  }

  private Single<Image> file() {
    Image.Generation generation = drawing.generation(answer.origin());
    return store
        .write(drawing.model(), answer.bytes())
        .map(kept -> drawing.image(kept, generation, null));
  }

  private Single<Image> json() {
    Image.Generation generation = drawing.generation(answer.origin());
    return PictureJson.of(store, drawing.model(), "image", "imageUrl")
        .read(answer.bytes(), answer.origin(), this::accepted)
        .flatMap(found -> image(found, place(found.json()), generation));
  }

  /** Success may be denied in an answer that looks like one. */
  private IntPredicate accepted(JsonNode json) {
    boolean denied = json.has("success") && !json.path("success").asBoolean();
    if (denied || json.hasNonNull("error") || !json.path("errors").isEmpty()) {
      throw answer.failure(json);
    }
    JsonNode place = place(json);
    return number -> place.isInt() && place.intValue() == number;
  }

  private Single<Image> image(
      PictureJson.Found found, JsonNode place, Image.Generation generation) {
    if (found.isPicture(place)) {
      return Single.just(drawing.image(found.picture(place), generation, null));
    }
    URI url = ImageFetch.address(place.asText(), answer.origin());
    return store
        .write(drawing.model(), fetch.bytes(url))
        .map(kept -> drawing.image(kept, generation, url));
  }

  private JsonNode place(JsonNode json) {
    return PLACES.stream()
        .map(json::at)
        .filter(place -> place.isInt() || place.isTextual())
        .findFirst()
        .orElseThrow(this::none);
  }

  private AnimusException none() {
    return new AnimusException.Protocol(answer.origin(), "there is no picture in the answer", null);
  }
}
