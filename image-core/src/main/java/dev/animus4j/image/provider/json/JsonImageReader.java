package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Reader for JSON with images in base64. They are decoded while they arrive and written to the
 * store; the rest, which is small, is parsed as JSON. No image is ever in memory as a whole.
 *
 * <p>An image is a string of at least 32 characters under one of the keys, unless it is an http(s)
 * address: in either alphabet, with or without padding, line breaks or the head of a data URL. In
 * the JSON it is replaced by its number among the stored images.
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

  /** Result: the content of the document, and its stored images by their numbers. */
  public record Found<T>(T content, Map<Integer, ImageStore.Stored> images) {

    /** Returns the image of this number. */
    public ImageStore.Stored image(JsonNode number) {
      return Objects.requireNonNull(images.get(number.intValue()), "not kept");
    }

    /** Whether this node is the number of a stored image. */
    public boolean isImage(JsonNode place) {
      return place.isInt() && images.containsKey(place.intValue());
    }
  }

  /** Reads the document and stores all its images; see the other {@code read}. */
  Single<Found<JsonNode>> read(Flowable<Buffer> json, FailureOrigin origin) {
    return read(json, origin, document -> new Selection<>(document, number -> true));
  }

  /**
   * Reads the document and stores its images, once all of it has been read and accepted: until then
   * a failure, or a cancel, leaves no image behind.
   *
   * @param json the document, split anywhere; the buffers are changed
   * @param origin the sender, for the failure
   * @param selector called before the images are stored; its exception is the failure
   */
  public <T> Single<Found<T>> read(
      Flowable<Buffer> json, FailureOrigin origin, JsonImageSelector<T> selector) {
    return Single.using(
        ConcurrentLinkedQueue<StoredImage>::new,
        uncommitted ->
            read(json, origin, selector, uncommitted).doOnSuccess(found -> uncommitted.clear()),
        uncommitted -> delete(uncommitted).subscribe(),
        false);
  }

  private <T> Single<Found<T>> read(
      Flowable<Buffer> json,
      FailureOrigin origin,
      JsonImageSelector<T> selector,
      Queue<StoredImage> uncommitted) {
    AtomicReference<Selection<T>> accepted = new AtomicReference<>();
    Function<JsonNode, IntPredicate> select =
        document -> {
          Selection<T> selection = selector.select(document);
          accepted.set(selection);
          return selection.images();
        };
    return imageStreams(json, origin, select)
        .concatMapEager(image -> writeImage(image).doOnNext(uncommitted::add), Integer.MAX_VALUE, 1)
        .toMap(StoredImage::number, StoredImage::stored)
        .map(stored -> new Found<>(Objects.requireNonNull(accepted.get()).content(), stored))
        .onErrorResumeNext(failure -> delete(uncommitted).andThen(Single.error(failure)));
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

  private Flowable<StoredImage> writeImage(ImageByteStream image) {
    return store
        .write(model, image)
        .map(stored -> new StoredImage(image.number(), stored))
        .toFlowable()
        .onErrorComplete(failure -> image.isDiscarded());
  }

  /** Deletes images that were stored before a failure or cancel. */
  private Completable delete(Queue<StoredImage> uncommitted) {
    return Flowable.fromIterable(uncommitted)
        .flatMapCompletable(image -> store.delete(image.stored.location()).onErrorComplete());
  }

  private record StoredImage(int number, ImageStore.Stored stored) {}
}
