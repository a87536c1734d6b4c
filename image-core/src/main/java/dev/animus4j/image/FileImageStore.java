package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.FlowableHelper;
import io.vertx.rxjava3.SingleHelper;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pictures as files of one directory, readable by their owner alone. A file appears under its
 * name {@code image_{model}_{id}_{epochMillis}.{extension}} only when it is complete and on the
 * disk; the extension follows the bytes, not what their sender said of them. The directory is made
 * when first needed, and again whenever it has been removed. Locations are {@code file:} addresses.
 *
 * <p>Results arrive on the Vert.x context of the subscriber. Nothing is removed by itself, unless
 * the store is told {@link #keeping how much to keep}.
 */
public final class FileImageStore implements ImageStore {
  private static final long MAX_BYTES = 32L * 1024 * 1024;
  private static final OpenOptions READING =
      new OpenOptions().setRead(true).setWrite(false).setCreate(false);

  private final Vertx vertx;
  private final PictureDirectory directory;
  private final long maxBytes;
  private final Upkeep upkeep;

  /** A store of pictures of at most 32 MiB each. */
  public FileImageStore(Vertx vertx, Path directory) {
    this(vertx, new PictureDirectory(directory), MAX_BYTES, null);
  }

  private FileImageStore(
      Vertx vertx, PictureDirectory directory, long maxBytes, @Nullable Upkeep upkeep) {
    this.vertx = vertx;
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.upkeep =
        upkeep == null ? new Upkeep(vertx, directory.path(), null, new Lending()) : upkeep;
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
    return new FileImageStore(vertx, directory, maxBytes, upkeep);
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
    return new FileImageStore(vertx, directory, maxBytes, upkeep.keeping(retention));
  }

  /**
   * Removes at once what {@link #keeping} says, as it says. Fails with {@link
   * AnimusException.Unavailable} when something could not be removed; the rest is gone then.
   */
  public Completable sweep() {
    return CompletableHelper.toCompletable(done -> upkeep.sweep().onComplete(done))
        .onErrorResumeNext(cause -> Completable.error(unusable(cause)));
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return onWorker(directory::made)
        .onErrorResumeNext(cause -> Single.error(unusable(cause)))
        .map(existing -> new Draft(vertx.fileSystem(), existing))
        .flatMap(draft -> write(draft, model, bytes));
  }

  /**
   * The draft is kept just when its picture is handed on. Where a disposal from another thread came
   * first, the draft is on its way out, and there is nobody to hand it to.
   */
  private Single<Stored> write(Draft draft, String model, Flowable<Buffer> bytes) {
    return Single.using(
            () -> draft,
            open -> fill(open, model, bytes),
            done -> done.discard().subscribe(),
            false)
        .filter(stored -> draft.keep())
        .switchIfEmpty(Single.never())
        .doOnSuccess(stored -> upkeep.written());
  }

  /** A failure is told after the draft is gone, so that nobody finds what is about to go. */
  private Single<Stored> fill(Draft draft, String model, Flowable<Buffer> bytes) {
    Inspection inspection = new Inspection(maxBytes);
    return draft
        .open()
        .andThen(bytes.doOnNext(inspection::pass).concatMapCompletable(draft::append))
        .andThen(Single.fromCallable(inspection::end))
        .flatMap(found -> finish(draft, model, found))
        .onErrorResumeNext(failure -> draft.discard().andThen(Single.error(failure)));
  }

  private static Single<Stored> finish(Draft draft, String model, Inspection.Findings found) {
    return draft
        .rename(PictureName.of(model, draft.id(), found.extension()))
        .map(path -> new Stored(path.toUri(), found.format()));
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return onWorker(() -> directory.existing(location))
        .onErrorResumeNext(cause -> Single.error(missing(cause)))
        .flatMapPublisher(
            picture ->
                Flowable.using(() -> lent(picture), this::content, upkeep.lending()::giveBack));
  }

  private Path lent(Path picture) {
    if (!upkeep.lending().lend(picture)) {
      throw missing(new NoSuchFileException("about to go"));
    }
    return picture;
  }

  /** The file is closed whenever it opens, also when nobody wants to read it any more. */
  private Flowable<Buffer> content(Path picture) {
    return Flowable.using(
        () -> vertx.fileSystem().open(picture.toString(), READING),
        opening ->
            SingleHelper.<AsyncFile>toSingle(opening::onComplete)
                .onErrorResumeNext(cause -> Single.error(missing(cause)))
                .flatMapPublisher(FlowableHelper::toFlowable),
        opening -> opening.onSuccess(FileImageStore::close),
        false);
  }

  /** Closing breaks off the piece that is being read, for a reader who has left. */
  private static void close(AsyncFile file) {
    file.exceptionHandler(unheard -> {}).close();
  }

  @Override
  public Completable delete(URI location) {
    return onWorker(() -> directory.remove(location))
        .ignoreElement()
        .onErrorResumeNext(cause -> Completable.error(unremoved(cause)));
  }

  private <T> Single<T> onWorker(Callable<T> task) {
    return SingleHelper.toSingle(done -> vertx.executeBlocking(task, false).onComplete(done));
  }

  private static AnimusException missing(Throwable cause) {
    String what = "there is no such picture: " + cause.getClass().getSimpleName();
    return new AnimusException.InvalidRequest(Origin.of("image store"), what);
  }

  private static AnimusException unremoved(Throwable cause) {
    return cause instanceof NoSuchFileException
            || cause instanceof IllegalArgumentException
            || cause instanceof FileSystemNotFoundException
        ? missing(cause)
        : new AnimusException.Unavailable(
            Origin.of("image store"), "the picture cannot be removed", false, cause);
  }

  private AnimusException unusable(Throwable cause) {
    String what = "the directory " + directory.path() + " cannot be used";
    return new AnimusException.Unavailable(Origin.of("image store"), what, true, cause);
  }
}
