package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.rxjava3.FlowableHelper;
import io.vertx.rxjava3.SingleHelper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.UUID;

/**
 * Keeps pictures as files of one directory, readable by their owner alone. A file appears under its
 * name {@code image_{model}_{id}_{epochMillis}.{extension}} only when it is complete and on the
 * disk; the extension follows the bytes, not what their sender said of them. The directory is made
 * when first needed, and again whenever it has been removed. Locations are {@code file:} addresses.
 *
 * <p>Results arrive on the Vert.x context of the subscriber. Nothing is ever removed: retention is
 * up to the owner of the directory.
 */
public final class FileImageStore implements ImageStore {
  private static final long MAX_BYTES = 32L * 1024 * 1024;
  private static final int LONGEST_MODEL = 36;

  private final Vertx vertx;
  private final Path directory;
  private final long maxBytes;

  /** A store of pictures of at most 32 MiB each. */
  public FileImageStore(Vertx vertx, Path directory) {
    this(vertx, directory, MAX_BYTES);
  }

  private FileImageStore(Vertx vertx, Path directory, long maxBytes) {
    this.vertx = vertx;
    this.directory = directory.toAbsolutePath();
    this.maxBytes = maxBytes;
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
    return new FileImageStore(vertx, directory, maxBytes);
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return SingleHelper.<Path>toSingle(
            ready -> vertx.executeBlocking(this::existing, false).onComplete(ready))
        .onErrorResumeNext(cause -> Single.error(unusable(cause)))
        .map(existing -> new Draft(vertx.fileSystem(), existing))
        .flatMap(draft -> write(draft, model, bytes));
  }

  private Single<Stored> write(Draft draft, String model, Flowable<Buffer> bytes) {
    return Single.using(
        () -> draft, open -> fill(open, model, bytes), done -> done.discard().subscribe());
  }

  /** A failure is told after the draft is gone, so that nobody finds what is about to go. */
  private Single<Stored> fill(Draft draft, String model, Flowable<Buffer> bytes) {
    Inspection inspection = new Inspection(maxBytes);
    return draft
        .open()
        .andThen(bytes.doOnNext(inspection::pass).concatMapCompletable(draft::append))
        .andThen(Single.fromCallable(inspection::end))
        .flatMap(found -> finish(draft, model, found))
        .doOnSuccess(stored -> draft.keep())
        .onErrorResumeNext(failure -> draft.discard().andThen(Single.error(failure)));
  }

  private Single<Stored> finish(Draft draft, String model, Inspection.Findings found) {
    String name =
        "image_%s_%s_%d.%s"
            .formatted(plain(model), draft.id(), System.currentTimeMillis(), found.extension());
    return draft.rename(name).map(path -> new Stored(path.toUri(), found.format()));
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return SingleHelper.<AsyncFile>toSingle(opened -> open(location).onComplete(opened))
        .onErrorResumeNext(cause -> Single.error(missing(cause)))
        .flatMapPublisher(file -> FlowableHelper.toFlowable(file).doFinally(file::close));
  }

  private Future<AsyncFile> open(URI location) {
    OpenOptions reading = new OpenOptions().setRead(true).setWrite(false).setCreate(false);
    return vertx
        .executeBlocking(() -> own(location).toString(), false)
        .compose(path -> vertx.fileSystem().open(path, reading));
  }

  /** A file right in this directory, wherever its links lead. */
  private Path own(URI location) throws IOException {
    Path path = Path.of(location).toRealPath();
    if (!directory.toRealPath().equals(path.getParent())) {
      throw new NoSuchFileException("not in this store");
    }
    return path;
  }

  private static AnimusException missing(Throwable cause) {
    String what = "there is no such picture: " + cause.getClass().getSimpleName();
    return new AnimusException.InvalidRequest(Origin.of("image store"), what);
  }

  /** Models have names such as {@code @cf/some-lab/flux-1:8b}; a file name must not. */
  private static String plain(String model) {
    String plain = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+|\\.{2,}", "-");
    return plain.length() > LONGEST_MODEL ? plain.substring(0, LONGEST_MODEL) : plain;
  }

  private Path existing() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, ownersOnly());
    }
    return directory.toRealPath();
  }

  private FileAttribute<?>[] ownersOnly() {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private AnimusException unusable(Throwable cause) {
    String what = "the directory " + directory + " cannot be used";
    return new AnimusException.Unavailable(Origin.of("image store"), what, true, cause);
  }
}
