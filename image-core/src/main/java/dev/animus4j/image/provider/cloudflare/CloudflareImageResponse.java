package dev.animus4j.image.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.json.JsonImageReader;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.List;

/**
 * Reads the image in a response of Workers AI or of a worker in front of it: the file itself, or
 * JSON in one of the forms in use. Whatever the media type, the result is an image or a failure.
 */
record CloudflareImageResponse(
    StreamedResponse response,
    InFlightImageRequest context,
    ImageStore store,
    ImageDownload download) {
  private static final List<String> IMAGE_PATHS =
      List.of("/result/image", "/image", "/result/imageUrl", "/imageUrl");

  Single<Image> read() {
    return isFile() ? readFile() : readJson();
  }

  private boolean isFile() {
    String type = response.mediaType();
    return type.startsWith("image/") || type.equals("application/octet-stream");
  }

  private Single<Image> readFile() {
    Image.Generation generation = context.generation(response.origin());
    return store
        .write(context.model(), response.bytes())
        .map(stored -> context.image(stored, generation, null));
  }

  private Single<Image> readJson() {
    Image.Generation generation = context.generation(response.origin());
    return JsonImageReader.of(store, context.model(), "image", "imageUrl")
        .read(response.bytes(), response.origin(), this::selectImage)
        .flatMap(found -> image(found, generation));
  }

  /** A 200 may still report an error. */
  private Selection<JsonNode> selectImage(JsonNode json) {
    boolean failed = json.has("success") && !json.path("success").asBoolean();
    if (failed || json.hasNonNull("error") || !json.path("errors").isEmpty()) {
      throw response.failure(json);
    }
    JsonNode imageNode = imageNode(json);
    return new Selection<>(
        imageNode, number -> imageNode.isInt() && imageNode.intValue() == number);
  }

  private Single<Image> image(JsonImageReader.Found<JsonNode> found, Image.Generation generation) {
    JsonNode imageNode = found.content();
    if (found.isImage(imageNode)) {
      return Single.just(context.image(found.image(imageNode), generation, null));
    }
    URI url = ImageDownload.parseUrl(imageNode.asText(), response.origin());
    return store
        .write(context.model(), download.bytes(url))
        .map(stored -> context.image(stored, generation, url));
  }

  private JsonNode imageNode(JsonNode json) {
    return IMAGE_PATHS.stream()
        .map(json::at)
        .filter(imageNode -> imageNode.isInt() || imageNode.isTextual())
        .findFirst()
        .orElseThrow(this::noImageFailure);
  }

  private AnimusException noImageFailure() {
    return new AnimusException.Protocol(
        response.origin(), "there is no picture in the answer", null);
  }
}
