package dev.animus4j.image.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.provider.ImageAnswer;
import dev.animus4j.image.provider.json.FoundImages;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Notification;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the images in an event stream of the OpenAI dialect: unfinished ones, which are stored as
 * well, and the finished ones. Fewer unfinished ones may come than were requested. The stream ends
 * when all finished ones have come, with or without an end marker.
 *
 * @param answer the answer whose body is the stream
 * @param count the number of images requested
 */
record OpenAiImageStream(ImageAnswer answer, int count) {
  private static final int PIECE = 64 * 1024;

  Flowable<ImageUpdate> read() {
    return Flowable.defer(() -> read(new AtomicInteger(), new ConcurrentLinkedQueue<>()));
  }

  /** Images that failed are no failure before the others have come. */
  private Flowable<ImageUpdate> read(AtomicInteger ended, Queue<Throwable> failures) {
    return ConcatMapErrorsInOrder.concatMap(
            answer.response().events().takeWhile(event -> !event.hasData("[DONE]")), this::updates)
        .takeUntil(update -> isEnd(update) && ended.incrementAndGet() == count)
        .filter(update -> update.isOnNext() || !failures.add(update.getError()))
        .map(update -> Objects.requireNonNull(update.getValue()))
        .concatWith(Completable.defer(() -> end(ended.get(), failures)));
  }

  private static boolean isEnd(Notification<ImageUpdate> update) {
    return update.isOnError() || update.getValue() instanceof Image;
  }

  private Flowable<Notification<ImageUpdate>> updates(ServerSentEvent event) {
    if (!isDocument(event)) {
      return Flowable.empty();
    }
    return answer
        .reader()
        .read(
            pieces(event.data()),
            answer.response().origin(),
            json -> select(json, event),
            found -> updates(found, event));
  }

  private Selection<JsonNode> select(JsonNode json, ServerSentEvent event) {
    answer.throwOnError(json);
    if (type(json, event).equals("error")) {
      throw answer.response().failure(json);
    }
    return new Selection<>(json, number -> isPartialImage(json, event) || isAnswer(json, event));
  }

  private Flowable<Notification<ImageUpdate>> updates(
      FoundImages<JsonNode> found, ServerSentEvent event) {
    JsonNode json = found.content();
    if (isPartialImage(json, event)) {
      return Flowable.just(Notification.createOnNext(preview(found, json)));
    }
    return isAnswer(json, event)
        ? answer
            .images(found)
            .map(Notification::<ImageUpdate>createOnNext)
            .onErrorReturn(Notification::createOnError)
        : Flowable.empty();
  }

  private static ImageUpdate preview(FoundImages<JsonNode> found, JsonNode json) {
    JsonNode place = json.path("b64_json");
    URI preview = found.isImage(place) ? found.image(place).location() : null;
    if (preview != null) {
      found.commit(preview);
    }
    return new ImageUpdate.Progressed(json.path("partial_image_index").asInt(), preview);
  }

  private Completable end(int ended, Queue<Throwable> failures) {
    Throwable failure = failures.peek();
    if (failure != null) {
      return Completable.error(failure);
    }
    String what = "the stream ended without a picture";
    return ended > 0
        ? Completable.complete()
        : Completable.error(new AnimusException.Protocol(answer.response().origin(), what, null));
  }

  /** Whether it is more than a heartbeat. */
  private static boolean isDocument(ServerSentEvent event) {
    return begin(event.data()) == '{';
  }

  private static char begin(byte[] data) {
    int at = 0;
    while (at < data.length && data[at] <= ' ') {
      at++;
    }
    return at < data.length ? (char) data[at] : ' ';
  }

  private static boolean isPartialImage(JsonNode json, ServerSentEvent event) {
    return type(json, event).endsWith(".partial_image");
  }

  /** A server that cannot stream may send its whole answer as an event, in any of its forms. */
  private static boolean isAnswer(JsonNode json, ServerSentEvent event) {
    return type(json, event).endsWith(".completed")
        || json.path("data").isArray()
        || ImageAnswer.hasPlace(json);
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
