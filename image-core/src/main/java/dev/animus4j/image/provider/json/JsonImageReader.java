package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.animus4j.failure.FailureOrigin;
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

  /** Result: the JSON, and the stored images by their numbers in it. */
  public record Found(JsonNode json, Map<Integer, ImageStore.Stored> images) {

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
  Single<Found> read(Flowable<Buffer> json, FailureOrigin origin) {
    return read(json, origin, any -> number -> true);
  }

  /**
   * Reads the document and stores its images, once all of it has been read and accepted: until then
   * a failure, or a cancel, leaves no image behind.
   *
   * @param json the document, split anywhere; the buffers are changed
   * @param origin the sender, for the failure
   * @param selection given the document before the images are stored, selects them by number; its
   *     exception is the failure
   */
  public Single<Found> read(Flowable<Buffer> json, FailureOrigin origin, ImageSelector selection) {
    return Single.using(
        () -> new Transaction(selection),
        transaction -> read(json, origin, transaction).doOnSuccess(transaction::commit),
        transaction -> transaction.rollBack(store).subscribe(),
        false);
  }

  private Single<Found> read(Flowable<Buffer> json, FailureOrigin origin, Transaction transaction) {
    return imageStreams(json, origin, transaction)
        .concatMapEager(image -> writeImage(image).doOnNext(transaction::add), Integer.MAX_VALUE, 1)
        .toMap(StoredImage::number, StoredImage::stored)
        .map(stored -> new Found(transaction.json, stored))
        .onErrorResumeNext(failure -> transaction.rollBack(store).andThen(Single.error(failure)));
  }

  private Flowable<ImageByteStream> imageStreams(
      Flowable<Buffer> json, FailureOrigin origin, Transaction transaction) {
    return Flowable.create(
        emitter -> {
          Base64ImageScanner scanner = new Base64ImageScanner(places, most, origin);
          json.subscribe(new ImageDemultiplexer(scanner, origin, transaction, emitter));
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

  private record StoredImage(int number, ImageStore.Stored stored) {}

  /** The accepted JSON, and the images that have been stored until the result is emitted. */
  private static final class Transaction implements ImageSelector {
    private final ImageSelector selection;
    private final Queue<StoredImage> uncommitted = new ConcurrentLinkedQueue<>();
    private JsonNode json = MissingNode.getInstance();

    Transaction(ImageSelector selection) {
      this.selection = selection;
    }

    @Override
    public IntPredicate select(JsonNode document) {
      IntPredicate selected = selection.select(document);
      json = document;
      return selected;
    }

    void add(StoredImage image) {
      uncommitted.add(image);
    }

    void commit(Found found) {
      uncommitted.clear();
    }

    /** Deletes the images that were stored before the failure or cancel. */
    Completable rollBack(ImageStore store) {
      return Flowable.fromIterable(uncommitted)
          .flatMapCompletable(one -> store.delete(one.stored.location()).onErrorComplete());
    }
  }
}
