package dev.animus4j.image;

import static dev.animus4j.image.TestImages.pieces;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.queue.ImageQueue;
import dev.animus4j.image.store.AgedImageFiles;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.image.store.Retention;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers who may block get their results wherever they block, and others where they are. */
@VertxTest
class BlockingCallersTest {
  private static final Buffer PICTURE = TestImages.drawn("png", 300, 200);
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  private final Vertx vertx;
  @TempDir private Path home;
  private FileImageStore store;

  BlockingCallersTest(Vertx vertx) {
    this.vertx = vertx;
  }

  @BeforeEach
  void open() {
    store = new FileImageStore(vertx, home.resolve("pictures"));
  }

  /** Where a caller may block. */
  enum CallerThread {
    PLAIN_THREAD,
    EXECUTE_BLOCKING,
    WORKER,
    VIRTUAL_THREAD;

    <T> T call(Vertx vertx, Callable<T> blocking) throws Exception {
      return switch (this) {
        case PLAIN_THREAD -> blocking.call();
        case EXECUTE_BLOCKING -> in(vertx.executeBlocking(blocking, false));
        case WORKER -> deployed(vertx, ThreadingModel.WORKER, blocking);
        case VIRTUAL_THREAD -> deployed(vertx, ThreadingModel.VIRTUAL_THREAD, blocking);
      };
    }

    private static <T> T deployed(Vertx vertx, ThreadingModel model, Callable<T> blocking)
        throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      VerticleBase verticle =
          new VerticleBase() {
            @Override
            public Future<?> start() throws Exception {
              result.complete(blocking.call());
              return Future.succeededFuture();
            }
          };
      DeploymentOptions options = new DeploymentOptions().setThreadingModel(model);
      vertx.deployVerticle(verticle, options).onFailure(result::completeExceptionally);
      return result.get(30, SECONDS);
    }

    private static <T> T in(Future<T> future) throws Exception {
      return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }
  }

  static Stream<CallerThread> places() {
    boolean virtual = Runtime.version().feature() >= 21;
    return Stream.of(CallerThread.values())
        .filter(callerThread -> virtual || callerThread != CallerThread.VIRTUAL_THREAD);
  }

  @ParameterizedTest
  @MethodSource("places")
  void picturesAreWrittenReadSweptAndDeleted(CallerThread callerThread) throws Exception {
    List<Object> done =
        callerThread.call(
            vertx,
            () -> {
              Stored stored = store.write("m", pieces(PICTURE, 1000)).blockingGet();
              Buffer read = read(stored.location());
              store.check().blockingAwait();
              store.describe(Image.of("a fox", stored.location())).blockingAwait();
              Image found = store.find(stored.location()).blockingGet();
              List<Stored> listed = store.list().toList().blockingGet();
              store.withRetention(Retention.ofBytes(1)).sweep().blockingAwait();
              store.delete(stored.location()).blockingAwait();
              return List.of(
                  read,
                  found.prompt(),
                  listed.size(),
                  AgedImageFiles.left(home.resolve("pictures")));
            });
    assertThat(done).containsExactly(PICTURE, "a fox", 1, 0L);
  }

  @ParameterizedTest
  @MethodSource("places")
  void failuresArriveToo(CallerThread callerThread) throws Exception {
    List<Throwable> failures =
        callerThread.call(
            vertx,
            () -> {
              URI elsewhere = URI.create("file:///etc/passwd");
              return List.of(
                  failure(store.write("m", Flowable.just(Buffer.buffer("no picture at all")))),
                  failure(store.read(elsewhere).firstOrError()),
                  failure(store.delete(elsewhere).toSingleDefault(1)));
            });
    assertThat(failures)
        .hasSize(3)
        .allMatch(
            failure ->
                failure instanceof AnimusException.Protocol
                    || failure instanceof AnimusException.InvalidRequest);
  }

  @ParameterizedTest
  @MethodSource("places")
  void modelsDrawBehindAllDecorators(CallerThread callerThread) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ImageModel model =
        request ->
            Single.defer(
                () ->
                    calls.incrementAndGet() == 1
                        ? Single.error(FakeImageModel.unavailable())
                        : store
                            .write("m", pieces(PICTURE, 1000))
                            .map(
                                kept -> FakeImageModel.image("a fox", kept.location().toString())));
    ImageQueue queue = new ImageQueue(model.withRetry(Retry.ofDelays(Duration.ofMillis(1))), 1, 1);
    ImageModel decorated = queue.forKey("anna").withCache(Caffeine.newBuilder());

    List<Image> images =
        callerThread.call(
            vertx,
            () -> {
              ImageRequest large =
                  FOX.withReferenceImages(new ReferenceImage(PICTURE, "image/png", null, null));
              return List.of(
                  decorated.generate(FOX).blockingGet(),
                  decorated.generate(FOX).blockingGet(),
                  decorated.generate(large).blockingGet(),
                  queue.submit("ben", FOX).image().blockingGet());
            });

    assertThat(images).extracting(Image::cached).containsExactly(false, true, false, false);
  }

  /** All threads that the platform has for callers wait; what they wait for is done elsewhere. */
  @Test
  void asManyMayWaitAsThereAreWorkers() throws Exception {
    int workers = VertxOptions.DEFAULT_WORKER_POOL_SIZE;
    CyclicBarrier all = new CyclicBarrier(workers);
    List<Future<Buffer>> read = new ArrayList<>();
    for (int caller = 0; caller < workers; caller++) {
      read.add(
          vertx.executeBlocking(
              () -> {
                all.await(30, SECONDS);
                return read(store.write("m", pieces(PICTURE, 1000)).blockingGet().location());
              },
              false));
    }
    for (Future<Buffer> one : read) {
      assertThat(CallerThread.in(one)).isEqualTo(PICTURE);
    }
  }

  @Test
  void callersOnAnEventLoopGetEverythingOnIt() throws Exception {
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Object> end = new CompletableFuture<>();
    List<Boolean> there = new CopyOnWriteArrayList<>();
    context.runOnContext(
        now -> {
          Thread loop = Thread.currentThread();
          var unused =
              store
                  .write("m", pieces(PICTURE, 1000).subscribeOn(Schedulers.computation()))
                  .doOnSuccess(kept -> there.add(isOn(context, loop)))
                  .flatMapPublisher(kept -> store.read(kept.location()))
                  .doOnNext(piece -> there.add(isOn(context, loop)))
                  .ignoreElements()
                  .andThen(store.withRetention(Retention.ofBytes(1)).sweep())
                  .doOnComplete(() -> there.add(isOn(context, loop)))
                  .andThen(store.delete(URI.create("nothing")))
                  .doOnError(failed -> there.add(isOn(context, loop)))
                  .onErrorComplete()
                  .andThen(store.write("m", failingElsewhere()))
                  .doOnError(failed -> there.add(isOn(context, loop)))
                  .subscribe(end::complete, end::complete);
        });
    assertThat(end.get(30, SECONDS)).isInstanceOf(IllegalStateException.class);
    assertThat(there).hasSizeGreaterThan(5).containsOnly(true);
  }

  private static Flowable<Buffer> failingElsewhere() {
    return pieces(PICTURE, 1000)
        .take(3)
        .concatWith(Flowable.<Buffer>error(new IllegalStateException("cut")))
        .subscribeOn(Schedulers.computation());
  }

  private static boolean isOn(Context context, Thread loop) {
    return Vertx.currentContext() == context && Thread.currentThread() == loop;
  }

  private Buffer read(URI location) {
    return store.read(location).reduce(Buffer.buffer(), Buffer::appendBuffer).blockingGet();
  }

  private static Throwable failure(Single<?> failing) {
    return Objects.requireNonNull(failing.materialize().blockingGet().getError());
  }
}
