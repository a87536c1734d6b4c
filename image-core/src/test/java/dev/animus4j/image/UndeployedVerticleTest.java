package dev.animus4j.image;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.queue.ImageQueue;
import dev.animus4j.image.queue.ImageTicket;
import dev.animus4j.image.queue.ImageTicket.State;
import dev.animus4j.image.store.AgedImageFiles;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.Retention;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is shared, or was begun, comes to its end although the verticle where it began is gone. */
@VertxTest
class UndeployedVerticleTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final int WHILE_MS = 300;

  private final Vertx vertx;

  /** Uses the timers of wherever it is asked, as a provider's time limits do. */
  private final AtomicInteger asked = new AtomicInteger();

  private final ImageModel slow =
      request ->
          Single.defer(
              () -> {
                asked.incrementAndGet();
                Context here = Vertx.currentContext();
                Scheduler timers =
                    here == null ? Schedulers.computation() : RxHelper.scheduler(here);
                return Single.timer(WHILE_MS, MILLISECONDS, timers)
                    .map(time -> FakeImageModel.image(request.prompt()));
              });

  UndeployedVerticleTest(Vertx vertx) {
    this.vertx = vertx;
  }

  @ParameterizedTest
  @EnumSource(
      value = ThreadingModel.class,
      names = {"EVENT_LOOP", "WORKER"})
  void aCallThatSeveralWaitForGoesOn(ThreadingModel model) throws Exception {
    ImageModel cached = slow.withCache(Caffeine.newBuilder());
    String first = deploy(model, () -> cached.stream(FOX).subscribe(update -> {}, failed -> {}));
    TestObserver<Image> other = cached.generate(FOX).test();
    eventually(() -> asked.get() == 1);

    vertx.undeploy(first).await();

    other.awaitDone(30, SECONDS).assertComplete();
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ThreadingModel.class,
      names = {"EVENT_LOOP", "WORKER"})
  void aPlaceOfAQueueGetsFree(ThreadingModel model) throws Exception {
    ImageQueue queue = new ImageQueue(slow.withRetry(Retry.images()), 1, 2);
    CompletableFuture<ImageTicket> handed = new CompletableFuture<>();
    CompletableFuture<ImageTicket> waiting = new CompletableFuture<>();
    String first =
        deploy(
            model,
            () -> {
              handed.complete(queue.submit("anna", FOX));
              waiting.complete(queue.submit("anna", FOX));
            });
    ImageTicket last = queue.submit("ben", FOX);
    eventually(() -> asked.get() == 1);

    vertx.undeploy(first).await();

    last.image().test().awaitDone(30, SECONDS).assertComplete();
    for (ImageTicket ticket : new ImageTicket[] {handed.get(), waiting.get()}) {
      ticket.image().test().awaitDone(30, SECONDS).assertComplete();
      assertThat(ticket.state()).isInstanceOf(State.Done.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ThreadingModel.class,
      names = {"EVENT_LOOP", "WORKER"})
  void aWaitEnds(ThreadingModel model) throws Exception {
    AnimusException down = FakeImageModel.unavailable();
    AtomicInteger calls = new AtomicInteger();
    Single<String> second =
        Single.defer(() -> calls.incrementAndGet() == 2 ? Single.just("ok") : Single.error(down));
    CompletableFuture<String> result = new CompletableFuture<>();
    Retry retry = Retry.ofDelays(Duration.ofMillis(WHILE_MS));
    String verticle =
        deploy(
            model,
            () -> retry.apply(second).subscribe(result::complete, result::completeExceptionally));

    vertx.undeploy(verticle).await();

    assertThat(result.get(30, SECONDS)).isEqualTo("ok");
  }

  @Test
  void aSweepGoesOn(@TempDir Path home) throws Exception {
    Path directory = Files.createDirectory(home.resolve("pictures"));
    AgedImageFiles.pictures(directory, 2_000, 10);
    FileImageStore store =
        new FileImageStore(vertx, directory).withRetention(Retention.ofBytes(10_000));
    String verticle =
        deploy(ThreadingModel.EVENT_LOOP, () -> store.sweep().onErrorComplete().subscribe());

    vertx.undeploy(verticle).await();
    store.sweep().blockingAwait();

    assertThat(AgedImageFiles.left(directory)).isEqualTo(1_000);
  }

  @Test
  void aPictureThatSeveralWaitForIsKept(@TempDir Path home) throws Exception {
    ImageStore store = new FileImageStore(vertx, home.resolve("pictures"));
    StreamingImageModel drawing =
        request ->
            Flowable.defer(
                () -> {
                  asked.incrementAndGet();
                  return store
                      .write(
                          "m",
                          TestImages.pieces(TestImages.drawn("png", 60, 40), 100)
                              .concatMapSingle(
                                  piece ->
                                      Single.just(piece)
                                          .delay(1, MILLISECONDS, Schedulers.computation())))
                      .map(
                          kept ->
                              (ImageUpdate)
                                  FakeImageModel.image("a fox", kept.location().toString()))
                      .toFlowable();
                });
    ImageModel cached = drawing.withCache(Caffeine.newBuilder());
    String first =
        deploy(ThreadingModel.EVENT_LOOP, () -> cached.stream(FOX).subscribe(p -> {}, f -> {}));
    TestObserver<Image> other = cached.generate(FOX).test();
    eventually(() -> asked.get() == 1);

    vertx.undeploy(first).await();

    other.awaitDone(30, SECONDS).assertValue(image -> Files.exists(Path.of(image.location())));
  }

  private String deploy(ThreadingModel model, Runnable start) {
    VerticleBase verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            start.run();
            return Future.succeededFuture();
          }
        };
    return vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model)).await();
  }
}
