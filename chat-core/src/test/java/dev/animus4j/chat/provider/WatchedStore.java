package dev.animus4j.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A store in memory that knows what is in it, and what was begun. */
final class WatchedStore implements ImageStore {
  final List<URI> left = new CopyOnWriteArrayList<>();
  final CountDownLatch writing = new CountDownLatch(1);
  private final ImageStore store = ImageStore.inMemory(1 << 26);
  private final List<CompletableFuture<Void>> writes = new CopyOnWriteArrayList<>();

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () -> {
          CompletableFuture<Void> ended = new CompletableFuture<>();
          writes.add(ended);
          writing.countDown();
          return store
              .write(model, bytes)
              .doOnSuccess(stored -> left.add(stored.location()))
              .doFinally(() -> ended.complete(null));
        });
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return store.read(location);
  }

  @Override
  public Completable delete(URI location) {
    return store.delete(location).doOnComplete(() -> left.remove(location));
  }

  byte[] file(URI location) {
    return store
        .read(location)
        .collect(Buffer::buffer, Buffer::appendBuffer)
        .blockingGet()
        .getBytes();
  }

  /** Waits until all that was begun has ended; nothing of it may be left. */
  void awaitNothing() {
    for (CompletableFuture<Void> write : writes) {
      write.orTimeout(30, TimeUnit.SECONDS).join();
    }
    assertThat(writes).isNotEmpty();
    assertThat(left).isEmpty();
    writes.clear();
  }
}
