package dev.animus4j.image.store;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.format.ImageInspector;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;

/** Write of one image into the directory of a store, for one subscriber. */
record ImageFileWrite(
    BlockingTasks blockingTasks, StoreDirectory directory, TemporaryFile temporaryFile) {

  /**
   * The temporary file is committed just when its image is emitted. After a disposal from another
   * thread it is being discarded, and nothing is emitted.
   */
  Single<ImageStore.Stored> write(Flowable<Buffer> bytes, ImageInspector imageInspector) {
    return Single.using(
            () -> temporaryFile,
            file -> blockingTasks.observeOnCaller(writeFile(bytes, imageInspector)),
            done -> blockingTasks.runDetached(done::discard),
            false)
        .filter(stored -> temporaryFile.commit())
        .switchIfEmpty(Single.never());
  }

  /** A failure is emitted after the temporary file was removed. */
  private Single<ImageStore.Stored> writeFile(
      Flowable<Buffer> bytes, ImageInspector imageInspector) {
    return blockingTasks
        .run(
            directory::createIfMissing,
            cause -> StoreFailure.directoryFailure(directory.path(), cause, true))
        .flatMap(dir -> run(() -> temporaryFile.open(dir)))
        .flatMapCompletable(
            file ->
                FaultIsolation.flowable(() -> bytes)
                    .doOnNext(imageInspector::inspect)
                    .concatMapCompletable(this::append))
        .andThen(Single.fromCallable(imageInspector::finish))
        .flatMap(result -> run(() -> temporaryFile.finish(result)))
        .onErrorResumeNext(failure -> blockingTasks.failAfter(temporaryFile::discard, failure));
  }

  private Completable append(Buffer piece) {
    return run(() -> temporaryFile.append(piece)).ignoreElement();
  }

  private <T> Single<T> run(Callable<T> step) {
    return blockingTasks.run(step, cause -> StoreFailure.writeFailure(directory.path(), cause));
  }
}
