package dev.animus4j.image;

import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/** Where the bytes of pictures are kept. Bytes stream through; they are never all in memory. */
public interface ImageStore {

  /**
   * A store in memory, for tests and small bots: it lasts as long as this object. The oldest
   * pictures make room for new ones; one that finds none, because the rest is being written too,
   * fails with {@link dev.animus4j.failure.AnimusException.Unavailable}. Locations are {@code mem:}
   * addresses.
   *
   * @param bytes how much it holds, pictures that are being written included
   */
  static ImageStore inMemory(long bytes) {
    return new MemoryImageStore(bytes);
  }

  /**
   * Keeps a picture.
   *
   * <p>Of a picture that comes from a provider, what has been read and not been kept is bounded,
   * however slow the store: 136 KiB are unread and 64 KiB with the store, and at most 72 KiB more
   * wait in between, so that N pictures at once take N × 272 KiB of the heap. Beside the heap there
   * may be one reading of the network for each, of at most 1 MiB.
   *
   * @param model the model that made it, a hint for its name
   * @param bytes the file, subscribed to once, at the pace of the store
   * @return where it is and what it is, once it is safely kept. On failure or disposal nothing is
   *     left behind. What is no picture fails with {@link
   *     dev.animus4j.failure.AnimusException.Protocol}
   */
  Single<Stored> write(String model, Flowable<Buffer> bytes);

  /**
   * The file of a picture, at the pace of its reader; fails for what is not in this store. Nothing
   * is opened before subscription.
   */
  Flowable<Buffer> read(URI location);

  /**
   * Removes a picture, for good. A picture that is gone already is no failure; a location that can
   * never have been one of this store is an {@link
   * dev.animus4j.failure.AnimusException.InvalidRequest}. Nothing happens before subscription.
   */
  Completable delete(URI location);

  /**
   * Keeps a picture only as long as it is used: for each subscriber it is written, used, and
   * removed, whether the use completes, fails or is cancelled. The end of the use is told after the
   * removal. A picture that cannot be removed stays, and is no failure.
   *
   * @param bytes as in {@link #write}
   * @param use begins when the picture is kept
   */
  default <T> Flowable<T> withTemporary(Flowable<Buffer> bytes, Function<Stored, Flowable<T>> use) {
    return usedOnce(() -> write("temporary", bytes), use);
  }

  /**
   * Removes a picture of this store as soon as it has been used, whether the use completes, fails
   * or is cancelled. The end of the use is told after the removal. A picture that cannot be removed
   * stays, and is no failure.
   *
   * @param use begins on subscription
   */
  default <T> Flowable<T> withTemporary(Image picture, Function<Stored, Flowable<T>> use) {
    Stored kept = new Stored(picture.location(), picture.format());
    return usedOnce(() -> Single.just(kept), use);
  }

  /** The removal waits for the picture: a cancel may come just when that has been written. */
  private <T> Flowable<T> usedOnce(
      Supplier<Single<Stored>> writing, Function<Stored, Flowable<T>> use) {
    return Isolation.flowable(
        () -> {
          SingleSubject<Stored> written = SingleSubject.create();
          Completable removal = written.flatMapCompletable(this::removal).onErrorComplete().cache();
          return Flowable.using(
              () -> written,
              kept ->
                  Isolation.flowable(
                      () ->
                          writing
                              .get()
                              .doOnSuccess(kept::onSuccess)
                              .flatMapPublisher(picture -> used(use, picture, removal))),
              kept -> removal.subscribe(),
              false);
        });
  }

  private Completable removal(Stored kept) {
    return Isolation.completable(() -> delete(kept.location()));
  }

  private static <T> Flowable<T> used(
      Function<Stored, Flowable<T>> use, Stored picture, Completable removal) {
    return Isolation.flowable(() -> use.apply(picture))
        .concatWith(removal)
        .onErrorResumeNext(failure -> removal.andThen(Flowable.error(failure)));
  }

  /** A picture in the store. */
  record Stored(URI location, Image.Format format) {}
}
