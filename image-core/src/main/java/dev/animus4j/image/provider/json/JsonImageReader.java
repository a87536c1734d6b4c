package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Reader for bodies with images. Images are decoded while they arrive and written to the store; the
 * rest, which is small, is parsed as JSON. No image is ever in memory as a whole.
 *
 * <p>What a body is, its first bytes tell: an image, JSON, or a text that is one of its strings:
 * base64, a data URL or an address. In JSON, an image is a string that begins with the bytes of one
 * in base64, in either alphabet, with or without padding, line breaks or the head of a data URL;
 * under one of the keys, any string of at least 32 characters that is not like an address; and any
 * data URL of an image within a text. An {@link ImageMarker} takes its place.
 *
 * @param store the store for the images
 * @param model the model that generated them, for the store
 * @param places the keys of images; {@code "inlineData/data"} is the key {@code data} of the object
 *     under {@code inlineData}
 * @param most the maximum size of the rest in bytes
 */
public record JsonImageReader(ImageStore store, String model, Set<String> places, int most) {
  private static final int MEGABYTE = 1024 * 1024;

  /** Creates a reader for at most a megabyte besides the images. */
  public static JsonImageReader of(ImageStore store, String model, String... places) {
    return new JsonImageReader(store, model, Set.of(places), MEGABYTE);
  }

  /**
   * Reads the document and stores its images, once all of it has been read and accepted: until then
   * a failure, or a cancel, leaves no image behind, except those that the selector takes of a
   * document that broke off: then the failure is emitted behind what {@code use} returns. The
   * failure to store one is no failure of the others. Images that are not committed by the end, or
   * a cancel, of what {@code use} returns, are deleted.
   *
   * @param json the document, split anywhere; the buffers are changed
   * @param origin the sender, for the failure
   * @param selector called before the images are stored; its exception is the failure
   * @param use commits each image just before it is emitted
   */
  public <T, R> Flowable<R> read(
      Flowable<Buffer> json,
      FailureOrigin origin,
      JsonImageSelector<T> selector,
      Function<FoundImages<T>, Flowable<R>> use) {
    return Flowable.using(
        () -> new FoundImages<T>(store),
        found ->
            find(json, origin, selector, found)
                .onErrorResumeNext(failure -> found.endBroken(selector, failure))
                .andThen(FaultIsolation.flowable(() -> use.apply(found)))
                .concatWith(found.failureBehind())
                .onErrorResumeNext(
                    failure -> found.uncommitted().delete().andThen(Flowable.error(failure)))
                .concatWith(found.uncommitted().delete()),
        found -> found.uncommitted().close(),
        false);
  }

  private <T> Completable find(
      Flowable<Buffer> json,
      FailureOrigin origin,
      JsonImageSelector<T> selector,
      FoundImages<T> found) {
    Function<JsonNode, IntPredicate> select =
        document -> {
          found.reject(); // unless it is accepted now
          Selection<T> selection = selector.select(document);
          found.accept(selection.content());
          return selection.images();
        };
    return imageStreams(json, origin, select)
        .concatMapEagerDelayError(image -> writeImage(image, found), true, Integer.MAX_VALUE, 1)
        .ignoreElements()
        .andThen(Completable.fromAction(found::requireContent));
  }

  private Flowable<ImageStore.Stored> writeImage(ImageByteStream image, FoundImages<?> found) {
    return store
        .write(model, image)
        .doOnSuccess(stored -> found.add(image.number(), stored))
        .doOnError(failure -> image.ifWanted(() -> found.addFailure(image.number(), failure)))
        .doFinally(image::cancel) // a store that failed may not have asked for a byte
        .toFlowable()
        .onErrorComplete(failure -> !image.hasFailed());
  }

  private Flowable<ImageByteStream> imageStreams(
      Flowable<Buffer> json, FailureOrigin origin, Function<JsonNode, IntPredicate> select) {
    return Flowable.create(
        emitter -> {
          Base64ImageScanner scanner = new Base64ImageScanner(places, most, origin);
          json.subscribe(new ImageDemultiplexer(scanner, origin, select, emitter));
        },
        BackpressureStrategy.BUFFER);
  }
}
