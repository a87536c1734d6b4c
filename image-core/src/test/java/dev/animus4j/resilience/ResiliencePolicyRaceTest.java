package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places must neither get lost nor be given back twice, whatever happens at the same time. */
class ResiliencePolicyRaceTest {
  private static final int ROUNDS = 5_000;
  private final ConcurrentLinkedQueue<Throwable> undelivered = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void watch() {
    RxJavaPlugins.setErrorHandler(undelivered::add);
  }

  @AfterEach
  void nothingWasUndelivered() {
    RxJavaPlugins.reset();
    assertThat(undelivered).isEmpty();
  }

  @Test
  void aPlaceIsGivenBackOnceWhenTheEndAndACancelMeet() throws Exception {
    ResiliencePolicy policy =
        ResiliencePolicy.of("race", ResilienceLimits.images().withMaxConcurrency(3));
    for (int round = 0; round < ROUNDS; round++) {
      PublishProcessor<String> source = PublishProcessor.create();
      TestSubscriber<String> caller = policy.apply(source, item -> true).test();
      caller.assertNoErrors();
      together(
          List.of(
              () -> {
                source.onNext("picture");
                source.onComplete();
              },
              caller::cancel));
    }
    assertThat(free(policy)).isEqualTo(3);
  }

  @Test
  void neverMoreAtOnceThanAllowedAndAllPlacesAreFreeInTheEnd() throws Exception {
    ResiliencePolicy policy =
        ResiliencePolicy.of("race", ResilienceLimits.images().withMaxConcurrency(4));
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Flowable<Integer> call =
        Flowable.defer(
            () -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.yield();
              return Flowable.just(now.decrementAndGet());
            });
    Runnable many = () -> IntStream.range(0, ROUNDS).forEach(i -> call(policy, call, i % 3 == 0));
    together(IntStream.range(0, 8).mapToObj(thread -> many).toList());
    assertThat(most.get()).isBetween(1, 4);
    assertThat(free(policy)).isEqualTo(4);
  }

  private static void call(ResiliencePolicy policy, Flowable<Integer> call, boolean leaving) {
    Flowable<Integer> guarded = policy.apply(call, item -> true).onErrorComplete();
    Disposable caller = (leaving ? guarded.take(1) : guarded).subscribe();
    caller.dispose();
  }

  /** How many calls may begin now. */
  private static int free(ResiliencePolicy policy) {
    AtomicInteger refused = new AtomicInteger();
    List<Disposable> callers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    policy
                        .apply(Flowable.never(), item -> true)
                        .doOnError(e -> refused.incrementAndGet())
                        .onErrorComplete()
                        .subscribe())
            .toList();
    callers.forEach(Disposable::dispose);
    return 20 - refused.get();
  }

  private static void together(List<Runnable> actions) throws Exception {
    CyclicBarrier start = new CyclicBarrier(actions.size());
    List<Thread> threads =
        actions.stream().map(action -> new Thread(() -> begin(start, action))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void begin(CyclicBarrier start, Runnable action) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    action.run();
  }
}
