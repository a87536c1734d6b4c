package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many show pictures at once, so much memory is enough. */
@VertxTest
class InFlightByteLimiterTest {
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final InFlightByteLimiter room = new InFlightByteLimiter(100);

  private Flowable<String> request(String name, long bytes, Flowable<String> answer) {
    return room.reserve(
        bytes,
        place -> {
          begun.add(name);
          return answer;
        });
  }

  @Test
  void callsWithoutRoomWaitInOrder() {
    PublishProcessor<String> first = PublishProcessor.create();
    PublishProcessor<String> second = PublishProcessor.create();
    request("a", 60, first).test();
    request("b", 40, second).test();
    request("c", 70, Flowable.never()).test();
    request("d", 10, Flowable.never()).test();
    assertThat(begun).containsExactly("a", "b");
    second.onComplete();
    assertThat(begun).containsExactly("a", "b");
    first.onError(new IllegalStateException());
    assertThat(begun).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aCancelledCallMakesRoomEvenWhileItWaits() {
    TestSubscriber<String> first = request("a", 100, Flowable.never()).test();
    TestSubscriber<String> second = request("b", 100, Flowable.never()).test();
    request("c", 100, Flowable.never()).test();
    second.cancel();
    assertThat(begun).containsExactly("a");
    first.cancel();
    assertThat(begun).containsExactly("a", "c");
  }

  @Test
  void unusedBytesAreReleasedToOthers() {
    PublishProcessor<String> answer = PublishProcessor.create();
    room.reserve(
            100,
            place -> {
              place.shrinkTo(30);
              return answer;
            })
        .test();
    request("b", 70, Flowable.never()).test();
    request("c", 30, Flowable.never()).test();
    assertThat(begun).containsExactly("b");
    answer.onComplete();
    assertThat(begun).containsExactly("b", "c");
  }

  @Test
  void aCallLargerThanTheLimitRunsAlone() {
    request("a", 1_000, Flowable.never()).test();
    request("b", 1, Flowable.never()).test();
    assertThat(begun).containsExactly("a");
    assertThatThrownBy(() -> new InFlightByteLimiter(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongQueueThatEndsAtOnceDoesNotRunOutOfStack() {
    TestSubscriber<String> first = request("a", 100, Flowable.never()).test();
    List<TestSubscriber<String>> others =
        IntStream.range(0, 20_000)
            .mapToObj(i -> request("b", 100, i % 2 == 0 ? Flowable.empty() : failed()).test())
            .toList();
    first.cancel();
    assertThat(begun).hasSize(20_001);
    assertThat(others).allMatch(TestSubscriber::hasSubscription);
  }

  private static Flowable<String> failed() {
    return Flowable.error(new IllegalStateException());
  }

  @Test
  void manyThreadsNeverHaveMoreThanThereMayBe() {
    AtomicLong now = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Flowable.range(0, 2_000)
        .flatMap(
            i -> {
              long bytes = 1 + i % 60;
              if (i % 7 == 0) {
                return room.reserve(bytes, place -> Flowable.<Long>never())
                    .subscribeOn(Schedulers.io())
                    .takeUntil(Flowable.timer(i % 5, TimeUnit.MILLISECONDS));
              }
              return room.reserve(
                      bytes,
                      place ->
                          Flowable.fromCallable(
                                  () -> most.accumulateAndGet(now.addAndGet(bytes), Math::max))
                              .doOnTerminate(() -> now.addAndGet(-bytes)))
                  .subscribeOn(Schedulers.io());
            },
            32)
        .ignoreElements()
        .test()
        .awaitDone(60, TimeUnit.SECONDS)
        .assertComplete();
    assertThat(most.get()).isBetween(1L, 100L);
    assertThat(request("last", 100, Flowable.just("there")).blockingLast()).isEqualTo("there");
  }

  @Test
  void aWaitingCallContinuesOnItsContext(Vertx vertx, VertxTestContext test) {
    PublishProcessor<String> first = PublishProcessor.create();
    request("a", 100, first).test();
    Context home = vertx.getOrCreateContext();
    Promise<Void> waiting = Promise.promise();
    home.runOnContext(
        v -> {
          room.reserve(100, place -> Flowable.just(Vertx.currentContext()))
              .doOnNext(where -> assertThat(where).isSameAs(home))
              .subscribe(where -> test.completeNow(), test::failNow);
          waiting.complete();
        });
    waiting.future().await();
    first.onComplete();
  }
}
