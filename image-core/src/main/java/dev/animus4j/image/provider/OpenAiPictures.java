package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The pictures in an answer of the OpenAI dialect that is a whole document: written out, or by
 * address. What is counted is counted once, for the first picture.
 */
record OpenAiPictures(Answer answer, Drawing drawing, ImageStore store, ImageFetch fetch) {

  /** How the dialect writes pictures out; some servers write a data URL for an address. */
  static PictureJson json(ImageStore store, String model) {
    return PictureJson.of(store, model, "b64_json", "url");
  }

  Flowable<ImagePart> read() {
    Origin origin = answer.origin();
    return json(store, drawing.model())
        .read(answer.bytes(), origin, this::accepted)
        .flatMapPublisher(found -> images(found, drawing.generation(origin)));
  }

  private IntPredicate accepted(JsonNode json) {
    refuseErrors(json, answer);
    if (json.path("data").isEmpty()) {
      throw new AnimusException.Protocol(
          answer.origin(), "there is no picture in the answer", null);
    }
    return picture -> true;
  }

  /** An error may come as an answer in full. */
  static void refuseErrors(JsonNode json, Answer answer) {
    if (json.hasNonNull("error") || json.path("object").asText().equals("error")) {
      throw answer.failure(json);
    }
  }

  private Flowable<ImagePart> images(PictureJson.Found found, Image.Generation generation) {
    JsonNode data = found.json().path("data");
    Image.Usage usage = usage(found.json());
    return Flowable.range(0, data.size())
        .concatMapSingle(
            at -> {
              JsonNode item = data.path(at);
              return image(found, item, described(generation, item, at == 0 ? usage : null));
            });
  }

  private Single<Image> image(PictureJson.Found found, JsonNode item, Image.Generation generation) {
    for (String place : new String[] {"b64_json", "url"}) {
      if (found.isPicture(item.path(place))) {
        return Single.just(drawing.image(found.picture(item.path(place)), generation, null));
      }
    }
    URI url = ImageFetch.address(item.path("url").asText(), answer.origin());
    return store
        .write(drawing.model(), fetch.bytes(url))
        .map(kept -> drawing.image(kept, generation, url));
  }

  static Image.Generation described(
      Image.Generation generation, JsonNode item, Image.@Nullable Usage usage) {
    return new Image.Generation(
        generation.model(),
        generation.id(),
        generation.seed(),
        generation.inferenceTime(),
        item.path("revised_prompt").textValue(),
        usage);
  }

  /** In either of the two ways to name what is counted. */
  static Image.@Nullable Usage usage(JsonNode json) {
    JsonNode usage = json.path("usage");
    long input = usage.path("input_tokens").asLong(usage.path("prompt_tokens").asLong(-1));
    long output = usage.path("output_tokens").asLong(usage.path("completion_tokens").asLong(-1));
    return input < 0 || output < 0 ? null : new Image.Usage(input, output);
  }
}
