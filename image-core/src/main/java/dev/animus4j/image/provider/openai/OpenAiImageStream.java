package dev.animus4j.image.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.json.JsonImageReader;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the images in an event stream of the OpenAI dialect: unfinished ones, which are stored as
 * well, and the finished ones. Fewer unfinished ones may come than were requested. The stream ends
 * when all finished ones have come, with or without an end marker.
 *
 * @param count the number of images requested
 */
record OpenAiImageStream(
    StreamedResponse response, InFlightImageRequest context, ImageStore store, int count) {
  private static final int PIECE = 64 * 1024;

  Flowable<ImageUpdate> read() {
    return Flowable.defer(() -> read(new AtomicInteger(count)));
  }

  private Flowable<ImageUpdate> read(AtomicInteger remaining) {
    return ConcatMapErrorsInOrder.concatMap(
            response.events().takeWhile(event -> !event.hasData("[DONE]")),
            event -> part(event).toFlowable())
        .takeUntil(update -> update instanceof Image && remaining.decrementAndGet() == 0)
        .concatWith(
            Completable.defer(
                () -> remaining.get() < count ? Completable.complete() : noImageFailure()));
  }

  private Maybe<ImageUpdate> part(ServerSentEvent event) {
    return OpenAiImageResponse.imageReader(store, context.model())
        .read(pieces(event.data()), response.origin(), json -> selectImages(json, event))
        .flatMapMaybe(found -> part(found, event));
  }

  private Selection<JsonNode> selectImages(JsonNode json, ServerSentEvent event) {
    OpenAiImageResponse.throwOnError(json, response);
    if (type(json, event).equals("error")) {
      throw response.failure(json);
    }
    boolean known = isPartialImage(json, event) || isCompletedImage(json, event);
    return new Selection<>(json, number -> known);
  }

  private Maybe<ImageUpdate> part(JsonImageReader.Found<JsonNode> found, ServerSentEvent event) {
    JsonNode json = found.content();
    JsonNode imageNode = json.path("b64_json");
    if (isPartialImage(json, event)) {
      URI preview = found.isImage(imageNode) ? found.image(imageNode).location() : null;
      int index = json.path("partial_image_index").asInt();
      return Maybe.just(new ImageUpdate.Progressed(index, preview));
    }
    if (!isCompletedImage(json, event)) {
      return Maybe.empty();
    }
    return found.isImage(imageNode)
        ? Maybe.just(image(found.image(imageNode), json))
        : noImageFailure().toMaybe();
  }

  private Image image(ImageStore.Stored stored, JsonNode json) {
    Image.Generation generation = context.generation(response.origin());
    return context.image(
        stored,
        OpenAiImageResponse.describe(generation, json, OpenAiImageResponse.usage(json)),
        null);
  }

  private Completable noImageFailure() {
    String what = "the stream ended without a picture";
    return Completable.error(new AnimusException.Protocol(response.origin(), what, null));
  }

  private static boolean isPartialImage(JsonNode json, ServerSentEvent event) {
    return type(json, event).endsWith(".partial_image");
  }

  private static boolean isCompletedImage(JsonNode json, ServerSentEvent event) {
    return type(json, event).endsWith(".completed");
  }

  private static String type(JsonNode json, ServerSentEvent event) {
    return json.path("type").asText(event.type());
  }

  private static Flowable<Buffer> pieces(byte[] data) {
    return Flowable.range(0, (data.length + PIECE - 1) / PIECE)
        .map(at -> Math.multiplyExact(at, PIECE))
        .map(at -> Buffer.buffer().appendBytes(data, at, Math.min(PIECE, data.length - at)));
  }
}
