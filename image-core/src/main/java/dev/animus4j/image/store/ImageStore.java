package dev.animus4j.image.store;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/** Store for the bytes of images. Bytes are streamed; an image is never in memory as a whole. */
public interface ImageStore {

  /**
   * Creates a store in memory, for tests and small bots: it lasts as long as this object. The
   * oldest images are evicted for new ones; a write that finds no room, because other writes hold
   * the rest, fails with {@link dev.animus4j.failure.AnimusException.Unavailable}. Locations are
   * {@code mem:} addresses.
   *
   * @param bytes its capacity, images that are being written included
   */
  static ImageStore inMemory(long bytes) {
    return new MemoryImageStore(bytes);
  }

  /**
   * Checks the store. Image models call it before they order an image, so that one that cannot be
   * stored costs nothing.
   *
   * @return completes at once by default; fails when nothing can be stored now, as with {@link
   *     dev.animus4j.failure.AnimusException.Unavailable}, which names the remedy
   */
  @CheckReturnValue
  default Completable check() {
    return Completable.complete();
  }

  /**
   * Stores an image.
   *
   * <p>While an image comes from a provider, the bytes that are read and not yet stored are
   * bounded, however slow the store: 136 KiB are unread and 64 KiB are with the store, and at most
   * 72 KiB more wait in between, so that N images at once take N × 272 KiB of the heap. Beside the
   * heap there may be one network read for each, of at most 1 MiB.
   *
   * @param model the model that generated it, a hint for its name
   * @param bytes the file, subscribed to once, at the pace of the store
   * @return its location and format, once it is safely stored. On failure or disposal nothing is
   *     left behind. A file that is not an image fails with {@link
   *     dev.animus4j.failure.AnimusException.Protocol}
   */
  @CheckReturnValue
  Single<Stored> write(String model, Flowable<Buffer> bytes);

  /**
   * Streams the file of an image, at the pace of its reader; fails for a location that is not in
   * this store. Nothing is opened before subscription.
   */
  @CheckReturnValue
  Flowable<Buffer> read(URI location);

  /**
   * Reads the file of an image into memory as a whole.
   *
   * @return the bytes; fails with {@link dev.animus4j.failure.AnimusException.InvalidRequest} for
   *     an image of more than 32 MiB, or than the store takes if it has a limit of its own, and as
   *     {@link #read} does
   */
  @CheckReturnValue
  default Single<Buffer> readAll(URI location) {
    return StoredBytes.collect(() -> read(location), StoredBytes.MOST);
  }

  /**
   * Stores the metadata of an image beside its bytes: prompt, model, generation and lineage,
   * including the memo of its provider; instead of earlier metadata. It is deleted with the image.
   * Image models call it just before they emit an image. Nothing happens before subscription.
   *
   * @param image an image of this store
   * @return completes without effect by default; fails with {@link
   *     dev.animus4j.failure.AnimusException.InvalidRequest} when the image is not in this store
   */
  @CheckReturnValue
  default Completable describe(Image image) {
    return Completable.complete();
  }

  /**
   * Finds an image with its metadata, so that a model can change it after a restart. Nothing is
   * read before subscription.
   *
   * @return the image as it was {@linkplain #describe described}, at its location now and in the
   *     format of its bytes; an image of which only the format is known when there is no
   *     description, or none that can be read, as by default; empty when there is no such image
   */
  @CheckReturnValue
  default Maybe<Image> find(URI location) {
    return StoredBytes.format(() -> read(location))
        .map(format -> Image.of("", location).withFormat(format));
  }

  /**
   * Streams all images of this store, oldest first, as the subscriber requests them. Images that
   * are stored or deleted meanwhile may be missing.
   *
   * @return fails with {@link dev.animus4j.failure.AnimusException.InvalidRequest} by default
   */
  @CheckReturnValue
  default Flowable<Stored> list() {
    return Flowable.error(() -> StoreFailure.invalidRequest("this store cannot list"));
  }

  /**
   * Deletes an image. An image that is gone already is no failure; a location that can never have
   * been one of this store is an {@link dev.animus4j.failure.AnimusException.InvalidRequest}.
   * Nothing happens before subscription.
   */
  @CheckReturnValue
  Completable delete(URI location);

  /**
   * Stores an image only while it is used: for each subscriber it is written, used, and deleted,
   * whether the use completes, fails or is cancelled. The end of the use is emitted after the
   * deletion. An image that cannot be deleted stays, and is no failure.
   *
   * @param bytes as in {@link #write}
   * @param use subscribed to when the image is stored
   */
  @CheckReturnValue
  default <T> Flowable<T> withTemporary(Flowable<Buffer> bytes, Function<Stored, Flowable<T>> use) {
    return useThenDelete(() -> write("temporary", bytes), use);
  }

  /**
   * Deletes an image of this store as soon as it has been used, whether the use completes, fails or
   * is cancelled. The end of the use is emitted after the deletion. An image that cannot be deleted
   * stays, and is no failure.
   *
   * @param use subscribed to on subscription
   */
  @CheckReturnValue
  default <T> Flowable<T> withTemporary(Image image, Function<Stored, Flowable<T>> use) {
    Stored stored = new Stored(image.location(), image.format());
    return useThenDelete(() -> Single.just(stored), use);
  }

  /**
   * The deletion waits for the write, because a cancel may come just when the image has been
   * written.
   */
  private <T> Flowable<T> useThenDelete(
      Supplier<Single<Stored>> write, Function<Stored, Flowable<T>> use) {
    return FaultIsolation.flowable(
        () -> {
          SingleSubject<Stored> written = SingleSubject.create();
          Completable deletion =
              written.flatMapCompletable(this::deletion).onErrorComplete().cache();
          return Flowable.using(
              () -> written,
              stored ->
                  FaultIsolation.flowable(
                      () ->
                          write
                              .get()
                              .doOnSuccess(stored::onSuccess)
                              .flatMapPublisher(image -> applyThenDelete(use, image, deletion))),
              stored -> deletion.subscribe(),
              false);
        });
  }

  private Completable deletion(Stored stored) {
    return FaultIsolation.completable(() -> delete(stored.location()));
  }

  private static <T> Flowable<T> applyThenDelete(
      Function<Stored, Flowable<T>> use, Stored image, Completable deletion) {
    return FaultIsolation.flowable(() -> use.apply(image))
        .concatWith(deletion)
        .onErrorResumeNext(failure -> deletion.andThen(Flowable.error(failure)));
  }

  /** Location and format of a stored image. */
  record Stored(URI location, Image.Format format) {}
}
