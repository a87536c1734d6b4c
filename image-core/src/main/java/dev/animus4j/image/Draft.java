package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making. One thing is done to it at a time, and what has begun cannot be taken back;
 * so a discard, which may come from anywhere at any moment, waits for that thing to end and then
 * removes what it left.
 */
final class Draft {
  private static final CopyOptions ATOMIC = new CopyOptions().setAtomicMove(true);

  private final String id = UUID.randomUUID().toString();
  private final FileSystem files;
  private Path path;
  private @Nullable AsyncFile file;
  private Future<?> last = Future.succeededFuture();
  private boolean kept;
  private boolean discarded;

  Draft(FileSystem files, Path directory) {
    this.files = files;
    this.path = directory.resolve(PictureName.draft(id));
  }

  /** What tells this file from any other. */
  String id() {
    return id;
  }

  /** Creates the file, for its owner alone. */
  Completable open() {
    return begun(() -> files.open(path.toString(), exclusive(path)).map(opened -> file = opened));
  }

  private AsyncFile opened() {
    return Objects.requireNonNull(file, "open() comes first");
  }

  /** Adds to the file; complete when written. */
  Completable append(Buffer piece) {
    return begun(() -> opened().write(piece));
  }

  /** Gives the finished file its name in the same directory, in one step and safely on the disk. */
  Single<Path> rename(String name) {
    Path target = path.resolveSibling(name);
    return begun(() -> opened().flush().compose(flushed -> close()).compose(closed -> move(target)))
        .toSingleDefault(target);
  }

  /** From here on there is nothing to discard; false when it has been discarded already. */
  synchronized boolean keep() {
    kept = !discarded;
    return kept;
  }

  /** Removes the file, under whichever name, unless it is kept. Never fails. */
  Completable discard() {
    return Completable.create(done -> discardNext().onComplete(ended -> done.onComplete()));
  }

  private synchronized Future<?> discardNext() {
    if (!kept && !discarded) {
      discarded = true;
      last = last.transform(before -> close()).transform(closed -> files.delete(path.toString()));
    }
    return last;
  }

  private Completable begun(Supplier<Future<?>> operation) {
    return Completable.create(
        done ->
            begin(operation)
                .onComplete(ok -> done.onComplete(), failure -> done.tryOnError(failed(failure))));
  }

  private synchronized Future<?> begin(Supplier<Future<?>> operation) {
    if (discarded) {
      return Future.failedFuture("discarded");
    }
    last = operation.get();
    return last;
  }

  private Future<Void> close() {
    AsyncFile open = file;
    file = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private Future<Void> move(Path target) {
    return files.move(path.toString(), target.toString(), ATOMIC).onSuccess(moved -> path = target);
  }

  private static OpenOptions exclusive(Path path) {
    OpenOptions options = new OpenOptions().setRead(false).setCreate(false).setCreateNew(true);
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix ? options.setPerms("rw-------") : options;
  }

  private static AnimusException failed(Throwable cause) {
    return new AnimusException.Unavailable(
        Origin.of("image store"), "the picture cannot be kept", true, cause);
  }
}
