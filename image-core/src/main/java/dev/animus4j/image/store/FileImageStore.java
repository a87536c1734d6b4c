package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Image store of files in one directory, readable by their owner alone. A file appears under its
 * name {@code image_{model}_{id}_{epochMillis}.{extension}} only when it is complete and on the
 * disk; the extension follows the bytes, not the declared media type. The directory is created when
 * first needed, and again whenever it has been removed; an existing one that belongs to another
 * user, or that everybody can write to, is refused. Locations are {@code file:} addresses; one
 * whose directory does not exist is found by its name, so that the directory may be moved, and have
 * another path on another machine. The description of an image is a file beside it, named like the
 * image with {@code .json} after it.
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

  private final Vertx vertx;
  private final StoreDirectory directory;
  private final long maxBytes;
  private final BackgroundSweep backgroundSweep;

  /** Creates a store for images of at most 32 MiB each. */
  public FileImageStore(Vertx vertx, Path directory) {
    this.vertx = vertx;
    this.directory = new StoreDirectory(directory);
    this.maxBytes = StoredBytes.MOST;
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
   * more for a while. The oldest are removed first, by last modification, with their descriptions.
   * Images written within the last minute, or being read from this store, stay. Incomplete files
   * that a crash left are removed after an hour, and descriptions without an image after a minute.
   * Files not named like an image of a store stay. Files that cannot be removed stay, which is
   * logged once.
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

  /** Writes and removes a tiny file; the directory is created if it is missing. */
  @Override
  public Completable check() {
    return run(directory::verifyWritable, this::directoryFailure).ignoreElement();
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () ->
            new ImageFileWrite(BlockingTasks.of(vertx), directory, new TemporaryFile(model))
                .write(bytes, new ImageInspector(maxBytes))
                .doOnSuccess(stored -> backgroundSweep.sweepIfDue()));
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return FaultIsolation.flowable(
        () ->
            new ImageFileContent(BlockingTasks.of(vertx), directory, backgroundSweep.readLeases())
                .read(location));
  }

  /** As {@link ImageStore#readAll}, for images of as many bytes as this store takes. */
  @Override
  public Single<Buffer> readAll(URI location) {
    return StoredBytes.collect(() -> read(location), maxBytes);
  }

  @Override
  public Completable describe(Image image) {
    return run(() -> images().describe(image), this::describeFailure).ignoreElement();
  }

  @Override
  public Maybe<Image> find(URI location) {
    return run(() -> images().find(location), StoreFailure::readFailure)
        .mapOptional(found -> found);
  }

  /** Images of all stores on the directory, by last modification, and none of other names. */
  @Override
  public Flowable<Stored> list() {
    return FaultIsolation.flowable(
        () -> {
          BlockingTasks blockingTasks = BlockingTasks.of(vertx);
          return blockingTasks.observeOnCaller(
              blockingTasks
                  .run(images()::list, StoreFailure::readFailure)
                  .flattenAsFlowable(files -> files)
                  .concatMapSingle(
                      file ->
                          blockingTasks.run(
                              () -> DescribedImages.stored(file), StoreFailure::readFailure),
                      1)
                  .mapOptional(stored -> stored));
        });
  }

  @Override
  public Completable delete(URI location) {
    return run(() -> directory.remove(location), StoreFailure::deleteFailure).ignoreElement();
  }

  private <T> Single<T> run(Callable<T> task, Function<Throwable, AnimusException> failure) {
    return Single.defer(
        () -> {
          BlockingTasks blockingTasks = BlockingTasks.of(vertx);
          return blockingTasks.observeOnCaller(blockingTasks.run(task, failure));
        });
  }

  private DescribedImages images() {
    return new DescribedImages(directory);
  }

  private AnimusException describeFailure(Throwable cause) {
    return StoreFailure.describeFailure(directory.path(), cause);
  }

  private AnimusException directoryFailure(Throwable cause) {
    return StoreFailure.directoryFailure(directory.path(), cause, false);
  }
}
