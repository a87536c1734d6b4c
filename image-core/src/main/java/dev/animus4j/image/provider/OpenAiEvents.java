package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Ordered;
import dev.animus4j.http.Answer;
import dev.animus4j.http.ServerSentEvent;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * The pictures in an event stream of the OpenAI dialect: unfinished ones, which are kept as well,
 * and the finished ones. Fewer unfinished ones may come than were asked for. The stream is over
 * when all finished ones have come, whether it says so or not.
 *
 * @param count how many pictures were asked for
 */
record OpenAiEvents(Answer answer, Drawing drawing, ImageStore store, int count) {
  private static final int PIECE = 64 * 1024;

  Flowable<ImagePart> read() {
    return Flowable.defer(() -> read(new AtomicInteger(count)));
  }

  private Flowable<ImagePart> read(AtomicInteger left) {
    return Ordered.concatMap(
            answer.events().takeWhile(event -> !event.is("[DONE]")),
            event -> part(event).toFlowable())
        .takeUntil(part -> part instanceof Image && left.decrementAndGet() == 0)
        .concatWith(Completable.defer(() -> left.get() < count ? Completable.complete() : none()));
  }

  private Maybe<ImagePart> part(ServerSentEvent event) {
    return OpenAiPictures.json(store, drawing.model())
        .read(pieces(event.data()), answer.origin(), json -> accepted(json, event))
        .flatMapMaybe(found -> part(found, event));
  }

  private IntPredicate accepted(JsonNode json, ServerSentEvent event) {
    OpenAiPictures.refuseErrors(json, answer);
    if (type(json, event).equals("error")) {
      throw answer.failure(json);
    }
    boolean known = isUnfinished(json, event) || isFinished(json, event);
    return picture -> known;
  }

  private Maybe<ImagePart> part(PictureJson.Found found, ServerSentEvent event) {
    JsonNode json = found.json();
    JsonNode place = json.path("b64_json");
    if (isUnfinished(json, event)) {
      URI preview = found.isPicture(place) ? found.picture(place).location() : null;
      int index = json.path("partial_image_index").asInt();
      return Maybe.just(new ImagePart.Progressed(index, preview));
    }
    if (!isFinished(json, event)) {
      return Maybe.empty();
    }
    return found.isPicture(place)
        ? Maybe.just(image(found.picture(place), json))
        : none().toMaybe();
  }

  private Image image(ImageStore.Stored kept, JsonNode json) {
    Image.Generation generation = drawing.generation(answer.origin());
    return drawing.image(
        kept, OpenAiPictures.described(generation, json, OpenAiPictures.usage(json)), null);
  }

  private Completable none() {
    String what = "the stream ended without a picture";
    return Completable.error(new AnimusException.Protocol(answer.origin(), what, null));
  }

  private static boolean isUnfinished(JsonNode json, ServerSentEvent event) {
    return type(json, event).endsWith(".partial_image");
  }

  private static boolean isFinished(JsonNode json, ServerSentEvent event) {
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
