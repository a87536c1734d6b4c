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
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making. An operation of the file system cannot be taken back once it has begun;
 * therefore what is done here is done one after the other, whoever asks, and a discard in the
 * middle of something waits its turn and then removes what that something left.
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
    this.path = directory.resolve("image_" + id + ".part");
  }

  /** What tells this file from any other. */
  String id() {
    return id;
  }

  /** Creates the file, for its owner alone. */
  Completable open() {
    return inTurn(() -> files.open(path.toString(), exclusive(path)).map(opened -> file = opened));
  }

  /** Adds to the file; complete when written. */
  Completable append(Buffer piece) {
    return inTurn(() -> file.write(piece));
  }

  /** Gives the finished file its name in the same directory, in one step and safely on the disk. */
  Single<Path> rename(String name) {
    Path target = path.resolveSibling(name);
    return inTurn(() -> file.flush().compose(flushed -> close()).compose(closed -> move(target)))
        .toSingleDefault(target);
  }

  /** From here on there is nothing to discard. */
  synchronized void keep() {
    kept = !discarded;
  }

  /** Removes the file, under whichever name, unless it is kept. Never fails. */
  Completable discard() {
    return Completable.create(done -> discardInTurn().onComplete(ended -> done.onComplete()));
  }

  private synchronized Future<?> discardInTurn() {
    if (!kept && !discarded) {
      discarded = true;
      last = last.transform(before -> close()).transform(closed -> files.delete(path.toString()));
    }
    return last;
  }

  private Completable inTurn(Supplier<Future<?>> operation) {
    return Completable.create(
        done ->
            begin(operation)
                .onComplete(ok -> done.onComplete(), failure -> done.tryOnError(failed(failure))));
  }

  private synchronized Future<?> begin(Supplier<Future<?>> operation) {
    last = last.transform(before -> discarded ? Future.failedFuture("discarded") : operation.get());
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
