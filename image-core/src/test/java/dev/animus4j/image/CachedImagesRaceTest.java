package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedImagesRaceTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 2_000;

  private final ConcurrentLinkedQueue<Throwable> undelivered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  @BeforeEach
  void watch() {
    RxJavaPlugins.setErrorHandler(undelivered::add);
  }

  @AfterEach
  void nothingWasUndelivered() {
    RxJavaPlugins.reset();
    assertThat(undelivered).isEmpty();
  }

  /** One call each, however the requests meet: before it, during it, at its very end, after it. */
  @Test
  void everyPromptIsDrawnOnce() throws Exception {
    ImageModel model = drawing().withCache(Caffeine.newBuilder());
    ConcurrentLinkedQueue<TestObserver<Image>> callers = new ConcurrentLinkedQueue<>();
    together(
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            callers.add(model.generate(ImageRequest.of("fox " + round)).test());
          }
        });
    for (TestObserver<Image> caller : callers) {
      caller.awaitDone(30, TimeUnit.SECONDS).assertComplete().assertValueCount(1);
    }
    assertThat(calls).hasValue(ROUNDS);
  }

  /** Waiters come and go; no call is left behind without one. */
  @Test
  void noCallIsLeftWithoutAWaiter() throws Exception {
    ImageModel model = endless().withCache(Caffeine.newBuilder());
    together(
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            Disposable waiter = model.generate(ImageRequest.of("a fox")).subscribe();
            if (ThreadLocalRandom.current().nextBoolean()) {
              Thread.yield();
            }
            waiter.dispose();
          }
        });
    assertThat(running).hasValue(0);
    assertThat(calls.get()).isPositive();
  }

  /** Failing, leaving and drawing all at once: everybody who stays is told an end. */
  @Test
  void everyRemainingSubscriberGetsATerminalEvent() throws Exception {
    StreamingImageModel moody =
        request ->
            Flowable.defer(
                    () ->
                        calls.incrementAndGet() % 3 == 0
                            ? Flowable.just((ImageUpdate) FakeImageModel.image("a fox"))
                            : Flowable.<ImageUpdate>error(FakeImageModel.unavailable()))
                .subscribeOn(Schedulers.computation());
    ImageModel model = moody.withCache(Caffeine.newBuilder().maximumSize(1));
    ConcurrentLinkedQueue<TestObserver<Image>> stayed = new ConcurrentLinkedQueue<>();
    together(
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            TestObserver<Image> caller = model.generate(ImageRequest.of("fox " + round % 7)).test();
            if (round % 4 == 0) {
              caller.dispose();
            } else {
              stayed.add(caller);
            }
          }
        });
    for (TestObserver<Image> caller : stayed) {
      assertThat(caller.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private ImageModel drawing() {
    return request ->
        Single.fromSupplier(
                () -> {
                  calls.incrementAndGet();
                  return FakeImageModel.image(request.prompt());
                })
            .subscribeOn(Schedulers.computation());
  }

  private ImageModel endless() {
    return request ->
        Single.defer(
            () -> {
              calls.incrementAndGet();
              running.incrementAndGet();
              return Single.<Image>never().doOnDispose(running::decrementAndGet);
            });
  }

  private static void together(Runnable action) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(action));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
