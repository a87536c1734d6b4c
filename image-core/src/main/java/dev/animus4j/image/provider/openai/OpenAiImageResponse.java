package dev.animus4j.image.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.json.JsonImageReader;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images in a response of the OpenAI dialect that is a whole document: in base64, or by
 * URL. The usage is reported once, with the first image.
 */
record OpenAiImageResponse(
    StreamedResponse response,
    InFlightImageRequest context,
    ImageStore store,
    ImageDownload download) {

  /**
   * Creates a reader for the images of the dialect; some servers write a data URL in {@code url}.
   */
  static JsonImageReader imageReader(ImageStore store, String model) {
    return JsonImageReader.of(store, model, "b64_json", "url");
  }

  Flowable<ImageUpdate> read() {
    FailureOrigin origin = response.origin();
    return imageReader(store, context.model())
        .read(response.bytes(), origin, this::selectImages)
        .flatMapPublisher(found -> images(found, context.generation(origin)));
  }

  private Selection<JsonNode> selectImages(JsonNode json) {
    throwOnError(json, response);
    if (json.path("data").isEmpty()) {
      throw new AnimusException.Protocol(
          response.origin(), "there is no picture in the answer", null);
    }
    return new Selection<>(json, number -> true);
  }

  /** An error may come as a 200. */
  static void throwOnError(JsonNode json, StreamedResponse response) {
    if (json.hasNonNull("error") || json.path("object").asText().equals("error")) {
      throw response.failure(json);
    }
  }

  private Flowable<ImageUpdate> images(
      JsonImageReader.Found<JsonNode> found, Image.Generation generation) {
    JsonNode data = found.content().path("data");
    Image.Usage usage = usage(found.content());
    return Flowable.range(0, data.size())
        .concatMapSingle(
            at -> {
              JsonNode item = data.path(at);
              return image(found, item, describe(generation, item, at == 0 ? usage : null));
            });
  }

  private Single<Image> image(
      JsonImageReader.Found<JsonNode> found, JsonNode item, Image.Generation generation) {
    for (String field : new String[] {"b64_json", "url"}) {
      if (found.isImage(item.path(field))) {
        return Single.just(context.image(found.image(item.path(field)), generation, null));
      }
    }
    URI url = ImageDownload.parseUrl(item.path("url").asText(), response.origin());
    return store
        .write(context.model(), download.bytes(url))
        .map(stored -> context.image(stored, generation, url));
  }

  static Image.Generation describe(
      Image.Generation generation, JsonNode item, Image.@Nullable Usage usage) {
    return new Image.Generation(
        generation.provider(),
        generation.model(),
        generation.id(),
        generation.seed(),
        generation.inferenceTime(),
        item.path("revised_prompt").textValue(),
        usage);
  }

  /** Reads the usage in either of its two spellings. */
  static Image.@Nullable Usage usage(JsonNode json) {
    JsonNode usage = json.path("usage");
    long input = usage.path("input_tokens").asLong(usage.path("prompt_tokens").asLong(-1));
    long output = usage.path("output_tokens").asLong(usage.path("completion_tokens").asLong(-1));
    return input < 0 || output < 0 ? null : new Image.Usage(input, output);
  }
}
