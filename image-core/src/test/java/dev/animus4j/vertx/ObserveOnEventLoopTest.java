package dev.animus4j.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@VertxTest
class ObserveOnEventLoopTest {
  private static final List<Integer> ALL = IntStream.range(0, 10_000).boxed().toList();

  private final Set<Boolean> there = ConcurrentHashMap.newKeySet();
  private Context context;
  private ContextScheduler scheduler;

  @BeforeEach
  void context(Vertx vertx) {
    context = VerticleFreeContexts.create(vertx);
    scheduler = new ContextScheduler(context);
  }

  private TestSubscriber<Integer> heard(Flowable<Integer> stream) {
    return scheduler
        .confine(stream)
        .doOnEach(signal -> there.add(VerticleFreeContexts.isCurrent(context)))
        .test();
  }

  private static TestSubscriber<Integer> all(TestSubscriber<Integer> heard) {
    return heard.awaitDone(30, TimeUnit.SECONDS).assertValueSequence(ALL);
  }

  @Test
  void itemsOfAnotherThreadArriveOnTheEventLoopInOrder() {
    all(heard(Flowable.fromIterable(ALL).subscribeOn(Schedulers.io()))).assertComplete();
    assertThat(there).containsExactly(true);
  }

  @Test
  void itemsOnTheEventLoopArriveImmediately() throws Exception {
    CompletableFuture<List<Integer>> atOnce = new CompletableFuture<>();
    context.runOnContext(
        v -> atOnce.complete(scheduler.confine(Flowable.fromIterable(ALL)).test().values()));
    assertThat(atOnce.get(30, TimeUnit.SECONDS)).isEqualTo(ALL);
  }

  @Test
  void itemsOfAlternatingThreadsKeepTheirOrderAndTheFailureIsLast() {
    Flowable<Integer> stream =
        Flowable.fromIterable(ALL)
            .buffer(7)
            .concatMapDelayError(
                some ->
                    Flowable.fromIterable(some)
                        .subscribeOn(some.get(0) % 2 == 0 ? scheduler : Schedulers.io()),
                true,
                2)
            .concatWith(Flowable.error(new IllegalStateException()));
    all(heard(stream)).assertError(IllegalStateException.class);
    assertThat(there).containsExactly(true);
  }

  @Test
  void noMoreIsAskedForThanTheSubscriberWants() {
    TestSubscriber<Integer> slow =
        scheduler.confine(Flowable.range(0, 100).doOnNext(i -> there.add(i < 3))).test(3);
    slow.awaitCount(3).assertValueCount(3).cancel();
    assertThat(there).containsExactly(true);
  }
}
