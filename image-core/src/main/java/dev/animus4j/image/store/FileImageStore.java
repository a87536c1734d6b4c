package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.format.ImageInspector;
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
 * Image store of files in one directory, readable by their owner alone. A file appears under its
 * name {@code image_{model}_{id}_{epochMillis}.{extension}} only when it is complete and on the
 * disk; the extension follows the bytes, not the declared media type. The directory is created when
 * first needed, and again whenever it has been removed; an existing one that belongs to another
 * user, or that everybody can write to, is refused. Locations are {@code file:} addresses.
 *
 * <p>Results arrive on the event loop context of the subscriber; on RxJava's io threads for one on
 * a worker or virtual-thread context, which may block for them; and else on any thread. Images are
 * removed automatically only with a {@link #withRetention retention}.
 *
 * <p>Several stores may share a directory, in this JVM and in others. Each reads the images of all,
 * and keeps the directory within its own retention; in this JVM they sweep one after the other. A
 * sweep spares only images that are read from its own store, or from stores derived from it.
 */
public final class FileImageStore implements ImageStore {
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private final Vertx vertx;
  private final StoreDirectory directory;
  private final long maxBytes;
  private final BackgroundSweep backgroundSweep;

  /** Creates a store for images of at most 32 MiB each. */
  public FileImageStore(Vertx vertx, Path directory) {
    this.vertx = vertx;
    this.directory = new StoreDirectory(directory);
    this.maxBytes = MAX_BYTES;
    this.backgroundSweep = new BackgroundSweep(this.directory.path(), null, new ReadLeases());
  }

  private FileImageStore(FileImageStore other, long maxBytes, BackgroundSweep backgroundSweep) {
    this.vertx = other.vertx;
    this.directory = other.directory;
    this.maxBytes = maxBytes;
    this.backgroundSweep = backgroundSweep;
  }

  /** Creates a store in a new directory of its own, below the one for temporary files. */
  public static FileImageStore temporary(Vertx vertx) {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    return new FileImageStore(vertx, parent.resolve("animus4j-" + UUID.randomUUID()));
  }

  /** Returns the same store for images of at most {@code maxBytes}; larger ones are refused. */
  public FileImageStore withMaxBytes(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
    }
    return new FileImageStore(this, maxBytes, backgroundSweep);
  }

  /**
   * Returns the same store with a retention, which counts images of earlier runs and of other
   * stores on the same directory too. The directory is swept after the first image is written, and
   * after later ones at most once a minute, in the background on a worker thread; so it may hold
   * more for a while. The oldest are removed first, by last modification. Images written within the
   * last minute, or being read from this store, stay. Incomplete files that a crash left are
   * removed after an hour. Files not named like an image of a store stay. Files that cannot be
   * removed stay, which is logged once.
   */
  public FileImageStore withRetention(Retention retention) {
    return new FileImageStore(this, maxBytes, backgroundSweep.withRetention(retention));
  }

  /**
   * Sweeps the directory at once, by the rules of {@link #withRetention}. While another sweep of
   * the same directory runs, it waits, and then shares the next with all equal requests. Fails with
   * {@link AnimusException.Unavailable} when a file could not be removed, after the others.
   */
  public Completable sweep() {
    return Completable.defer(
        () -> {
          Scheduler caller = CallerContext.scheduler();
          Completable sweep =
              backgroundSweep
                  .sweep()
                  .onErrorResumeNext(cause -> Completable.error(directoryFailure(cause)));
          return caller == null ? sweep : sweep.observeOn(caller);
        });
  }

  /**
   * The temporary file is committed just when its image is emitted. After a disposal from another
   * thread it is being discarded, and nothing is emitted.
   */
  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () -> {
          BlockingTasks blockingTasks = BlockingTasks.of(vertx);
          TemporaryFile temporaryFile = new TemporaryFile(model);
          return Single.using(
                  () -> temporaryFile,
                  file -> blockingTasks.observeOnCaller(writeFile(blockingTasks, file, bytes)),
                  done -> blockingTasks.runDetached(done::discard),
                  false)
              .filter(stored -> temporaryFile.commit())
              .switchIfEmpty(Single.never())
              .doOnSuccess(stored -> backgroundSweep.sweepIfDue());
        });
  }

  /** A failure is emitted after the temporary file was removed. */
  private Single<Stored> writeFile(
      BlockingTasks blockingTasks, TemporaryFile temporaryFile, Flowable<Buffer> bytes) {
    ImageInspector imageInspector = new ImageInspector(maxBytes);
    return blockingTasks
        .run(directory::createIfMissing)
        .onErrorResumeNext(cause -> Single.error(directoryFailure(cause)))
        .flatMap(dir -> mapWriteFailure(blockingTasks.run(() -> temporaryFile.open(dir))))
        .flatMapCompletable(
            file ->
                FaultIsolation.flowable(() -> bytes)
                    .doOnNext(imageInspector::inspect)
                    .concatMapCompletable(piece -> append(blockingTasks, file, piece)))
        .andThen(Single.fromCallable(imageInspector::finish))
        .flatMap(result -> mapWriteFailure(blockingTasks.run(() -> temporaryFile.finish(result))))
        .onErrorResumeNext(failure -> blockingTasks.failAfter(temporaryFile::discard, failure));
  }

  private static Completable append(
      BlockingTasks blockingTasks, TemporaryFile temporaryFile, Buffer piece) {
    return mapWriteFailure(blockingTasks.run(() -> temporaryFile.append(piece))).ignoreElement();
  }

  private static <T> Single<T> mapWriteFailure(Single<T> step) {
    return step.onErrorResumeNext(cause -> Single.error(StoreFailure.writeFailure(cause)));
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return FaultIsolation.flowable(
        () -> {
          BlockingTasks blockingTasks = BlockingTasks.of(vertx);
          return blockingTasks.observeOnCaller(
              blockingTasks
                  .run(() -> directory.resolveExisting(location))
                  .onErrorResumeNext(cause -> Single.error(StoreFailure.notFound(cause)))
                  .flatMapPublisher(image -> readLeased(blockingTasks, image)));
        });
  }

  private Flowable<Buffer> readLeased(BlockingTasks blockingTasks, Path image) {
    ReadLeases readLeases = backgroundSweep.readLeases();
    return Flowable.using(
        () -> readLeases.acquire(image), path -> content(blockingTasks, path), readLeases::release);
  }

  private static Flowable<Buffer> content(BlockingTasks blockingTasks, Path image) {
    return Flowable.using(
        () -> new ImageFileReader(image),
        file ->
            blockingTasks
                .run(file::open)
                .onErrorResumeNext(cause -> Single.error(StoreFailure.notFound(cause)))
                .flatMapPublisher(pieces -> Flowable.rangeLong(0, pieces))
                .concatMapSingle(piece -> piece(blockingTasks, file, piece), 1),
        file -> blockingTasks.runDetached(file::close));
  }

  private static Single<Buffer> piece(
      BlockingTasks blockingTasks, ImageFileReader image, long number) {
    return blockingTasks
        .run(() -> image.piece(number))
        .onErrorResumeNext(cause -> Single.error(StoreFailure.readFailure(cause)));
  }

  @Override
  public Completable delete(URI location) {
    return Completable.defer(
        () -> {
          BlockingTasks blockingTasks = BlockingTasks.of(vertx);
          return blockingTasks
              .observeOnCaller(blockingTasks.run(() -> directory.remove(location)))
              .ignoreElement()
              .onErrorResumeNext(cause -> Completable.error(StoreFailure.deleteFailure(cause)));
        });
  }

  private AnimusException directoryFailure(Throwable cause) {
    return StoreFailure.directoryFailure(directory.path(), cause);
  }
}
