package dev.animus4j.image.store;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;

/** Content of the images in the directory of a store, for one subscriber. */
record ImageFileContent(
    BlockingTasks blockingTasks, StoreDirectory directory, ReadLeases readLeases) {

  /** Streams the file of an image, leased meanwhile. */
  Flowable<Buffer> read(URI location) {
    return blockingTasks.observeOnCaller(
        blockingTasks
            .run(() -> directory.resolveExisting(location), StoreFailure::notFound)
            .flatMapPublisher(this::readLeased));
  }

  private Flowable<Buffer> readLeased(Path image) {
    return Flowable.using(() -> readLeases.acquire(image), this::pieces, readLeases::release);
  }

  private Flowable<Buffer> pieces(Path image) {
    return Flowable.using(
        () -> new ImageFileReader(image),
        file ->
            blockingTasks
                .run(file::open, StoreFailure::notFound)
                .flatMapPublisher(pieces -> Flowable.rangeLong(0, pieces))
                .concatMapSingle(number -> piece(file, number), 1),
        file -> blockingTasks.runDetached(file::close));
  }

  private Single<Buffer> piece(ImageFileReader image, long number) {
    return blockingTasks.run(() -> image.piece(number), StoreFailure::readFailure);
  }
}
