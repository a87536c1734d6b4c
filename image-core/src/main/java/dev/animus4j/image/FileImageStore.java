package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Keeps pictures as files of one directory, readable by their owner alone. A file appears under its
 * name {@code image_{model}_{id}_{epochMillis}.{extension}} only when it is complete and on the
 * disk; the extension follows the bytes, not what their sender said of them. The directory is made
 * when first needed, and again whenever it has been removed; one that is there but belongs to
 * another user, or that everybody can write to, is refused. Locations are {@code file:} addresses.
 *
 * <p>Results arrive on the event loop context of the subscriber; on RxJava's io threads for one on
 * a worker or virtual-thread context, who may wait there for them; and else on any thread. Nothing
 * is removed by itself, unless the store is told {@link #keeping how much to keep}.
 *
 * <p>Several stores may have the same directory, in this JVM and in others. Each finds the pictures
 * of all, and keeps the directory within its own retention; in this JVM one sweeps after the other.
 * Only the readers of a store, and of those made from it, are minded by its sweeps.
 */
public final class FileImageStore implements ImageStore {
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private final Vertx vertx;
  private final PictureDirectory directory;
  private final long maxBytes;
  private final Upkeep upkeep;

  /** A store of pictures of at most 32 MiB each. */
  public FileImageStore(Vertx vertx, Path directory) {
    this.vertx = vertx;
    this.directory = new PictureDirectory(directory);
    this.maxBytes = MAX_BYTES;
    this.upkeep = new Upkeep(this.directory.path(), null, new Lending());
  }

  private FileImageStore(FileImageStore same, long maxBytes, Upkeep upkeep) {
    this.vertx = same.vertx;
    this.directory = same.directory;
    this.maxBytes = maxBytes;
    this.upkeep = upkeep;
  }

  /** A store in a new directory of its own, below the one for temporary files. */
  public static FileImageStore temporary(Vertx vertx) {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    return new FileImageStore(vertx, parent.resolve("animus4j-" + UUID.randomUUID()));
  }

  /** The same store for pictures of at most {@code maxBytes} each; larger ones are refused. */
  public FileImageStore withMaxBytes(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
    }
    return new FileImageStore(this, maxBytes, upkeep);
  }

  /**
   * The same store, keeping no more than this, of earlier runs and of other stores on the same
   * directory too. It looks through the directory after the first picture is written, and after
   * later ones at most once a minute, on a worker thread while nobody waits; so there may be more
   * for a while. The oldest go first, by when they were last written. None goes that was written
   * within the last minute or is being read from this store. What a crash left half-written goes
   * after an hour. Files that are not named like a picture of a store stay. What cannot be removed
   * stays, which is logged once.
   */
  public FileImageStore keeping(Retention retention) {
    return new FileImageStore(this, maxBytes, upkeep.keeping(retention));
  }

  /**
   * Removes at once what {@link #keeping} says, as it says. Where a sweep of the same directory is
   * under way, it waits for its end, and then shares the next with whoever asks for the same. Fails
   * with {@link AnimusException.Unavailable} when something could not be removed; the rest is gone
   * then.
   */
  public Completable sweep() {
    return Completable.defer(
        () -> {
          Scheduler caller = CallerContext.scheduler();
          Completable swept =
              upkeep.sweep().onErrorResumeNext(cause -> Completable.error(unusable(cause)));
          return caller == null ? swept : swept.observeOn(caller);
        });
  }

  /**
   * The draft is kept just when its picture is handed on. Where a disposal from another thread came
   * first, the draft is on its way out, and there is nobody to hand it to.
   */
  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () -> {
          Disk disk = Disk.of(vertx);
          Draft draft = new Draft(model);
          return Single.using(
                  () -> draft,
                  open -> disk.answer(written(disk, open, bytes)),
                  done -> disk.clear(done::discard),
                  false)
              .filter(stored -> draft.keep())
              .switchIfEmpty(Single.never())
              .doOnSuccess(stored -> upkeep.written());
        });
  }

  /** A failure is told after the draft is gone, so that nobody finds what is about to go. */
  private Single<Stored> written(Disk disk, Draft draft, Flowable<Buffer> bytes) {
    Inspection inspection = new Inspection(maxBytes);
    return disk.run(directory::made)
        .onErrorResumeNext(cause -> Single.error(unusable(cause)))
        .flatMap(made -> kept(disk.run(() -> draft.open(made))))
        .flatMapCompletable(
            open ->
                Isolation.flowable(() -> bytes)
                    .doOnNext(inspection::pass)
                    .concatMapCompletable(piece -> added(disk, open, piece)))
        .andThen(Single.fromCallable(inspection::end))
        .flatMap(found -> kept(disk.run(() -> draft.finish(found))))
        .onErrorResumeNext(failure -> disk.after(draft::discard, failure));
  }

  private static Completable added(Disk disk, Draft draft, Buffer piece) {
    return kept(disk.run(() -> draft.append(piece))).ignoreElement();
  }

  private static <T> Single<T> kept(Single<T> step) {
    return step.onErrorResumeNext(cause -> Single.error(StoreFailure.unkept(cause)));
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return Isolation.flowable(
        () -> {
          Disk disk = Disk.of(vertx);
          return disk.answer(
              disk.run(() -> directory.existing(location))
                  .onErrorResumeNext(cause -> Single.error(StoreFailure.missing(cause)))
                  .flatMapPublisher(picture -> lent(disk, picture)));
        });
  }

  private Flowable<Buffer> lent(Disk disk, Path picture) {
    Lending lending = upkeep.lending();
    return Flowable.using(
        () -> lending.toReader(picture), path -> content(disk, path), lending::giveBack);
  }

  private static Flowable<Buffer> content(Disk disk, Path picture) {
    return Flowable.using(
        () -> new OpenPicture(picture),
        open ->
            disk.run(open::open)
                .onErrorResumeNext(cause -> Single.error(StoreFailure.missing(cause)))
                .flatMapPublisher(pieces -> Flowable.rangeLong(0, pieces))
                .concatMapSingle(piece -> piece(disk, open, piece), 1),
        open -> disk.clear(open::close));
  }

  private static Single<Buffer> piece(Disk disk, OpenPicture picture, long number) {
    return disk.run(() -> picture.piece(number))
        .onErrorResumeNext(cause -> Single.error(StoreFailure.unread(cause)));
  }

  @Override
  public Completable delete(URI location) {
    return Completable.defer(
        () -> {
          Disk disk = Disk.of(vertx);
          return disk.answer(disk.run(() -> directory.remove(location)))
              .ignoreElement()
              .onErrorResumeNext(cause -> Completable.error(StoreFailure.unremoved(cause)));
        });
  }

  private AnimusException unusable(Throwable cause) {
    return StoreFailure.unusable(directory.path(), cause);
  }
}
