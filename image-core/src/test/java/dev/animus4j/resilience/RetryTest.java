package dev.animus4j.resilience;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.resilience.Backoff.Exact;
import dev.animus4j.resilience.Backoff.Jittered;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryTest {
  private static final FailureOrigin ORIGIN = new FailureOrigin("test", 503, null, null);

  private final TestScheduler clock = new TestScheduler();
  private final List<Long> attempts = new ArrayList<>();
  private final Retry retry =
      new Retry(
          3,
          new Jittered(ms(100), ms(300)),
          ms(10_000),
          false,
          false,
          new SchedulerAndRandom(() -> clock, () -> 0.5));

  @Test
  void aNumberOfRetriesIsCountedWithoutTheFirstAttempt() {
    Retry three = Retry.of(3).withTiming(new SchedulerAndRandom(() -> clock, () -> 0));
    TestObserver<String> caller = three.apply(failing(busy(null))).test();
    clock.triggerActions();
    caller.assertError(AnimusException.class);
    assertThat(attempts).hasSize(4);
    assertThat(three.repeatsPaidWork()).isFalse();
  }

  @Test
  void theBoundOfTheWaitDoublesUpToTheMost() {
    TestObserver<String> caller = retry.apply(failing(busy(null))).test();
    clock.advanceTimeBy(1000, MILLISECONDS);
    assertThat(attempts).containsExactly(0L, 50L, 150L, 300L);
    caller.assertError(AnimusException.Unavailable.class);
  }

  @Test
  void successEndsIt() {
    AtomicInteger calls = new AtomicInteger();
    Single<String> second =
        Single.defer(
            () -> calls.incrementAndGet() == 2 ? Single.just("ok") : Single.error(busy(null)));
    TestObserver<String> caller = retry.apply(second).test();
    clock.advanceTimeBy(49, MILLISECONDS);
    caller.assertNotComplete();
    clock.advanceTimeBy(1, MILLISECONDS);
    caller.assertResult("ok");
  }

  @Test
  void aWaitIsRandomFromNothingToItsBound() {
    AnimusException failure = busy(null);
    assertThat(chance(0).delay(failure, 2)).isEqualTo(ms(0));
    assertThat(chance(0.25).delay(failure, 2)).isEqualTo(ms(50));
    assertThat(chance(0.999).delay(failure, 2)).isLessThan(ms(200));
  }

  @Test
  void chanceOutsideItsBoundsIsTakenForTheBound() {
    AnimusException failure = busy(null);
    assertThat(chance(-3).delay(failure, 2)).isEqualTo(ms(0));
    assertThat(chance(7).delay(failure, 2)).isEqualTo(ms(200));
    assertThat(chance(Double.NaN).delay(failure, 2)).isEqualTo(ms(0));
  }

  @Test
  void anyNumberOfRepeatsStandsOnNoOther() {
    int many = 50_000;
    AtomicInteger calls = new AtomicInteger();
    Single<String> last =
        Single.defer(
            () -> calls.incrementAndGet() > many ? Single.just("ok") : Single.error(busy(null)));
    TestObserver<String> caller = exactly(0).withRetries(many).apply(last).test();
    clock.triggerActions();
    caller.assertResult("ok");
  }

  @ParameterizedTest
  @MethodSource("endless")
  void endlessWaitsAreBegunAndDoNotEnd(Duration endless) {
    clock.advanceTimeBy(3650, DAYS);
    waitsForEver(endless, new Exact(List.of(endless)), busy(null));
    waitsForEver(endless, new Jittered(endless, endless), busy(null));
    waitsForEver(endless, new Jittered(endless, endless), busy(endless));
    waitsForEver(endless, new Jittered(ms(0), ms(0)), busy(endless));
  }

  private void waitsForEver(Duration within, Backoff backoff, AnimusException failure) {
    attempts.clear();
    TestObserver<String> caller =
        chance(0.9).withTimeout(within).withBackoff(backoff).apply(failing(failure)).test();
    clock.advanceTimeBy(365, DAYS);
    assertThat(attempts).hasSize(1);
    caller.assertNotComplete().assertNoErrors();
  }

  static Stream<Duration> endless() {
    return Stream.of(
        Duration.ofMillis(Long.MAX_VALUE),
        Duration.ofNanos(Long.MAX_VALUE),
        Duration.ofSeconds(Long.MAX_VALUE),
        ChronoUnit.FOREVER.getDuration());
  }

  @Test
  void aClockThatIsSetBackDoesNotBreakAnEndlessRetry() {
    long[] now = {0};
    SchedulerAndRandom set =
        new SchedulerAndRandom(() -> new AdjustableClock(clock, now), () -> 0.5);
    Retry endless = retry.withTiming(set).withTimeout(ChronoUnit.FOREVER.getDuration());
    TestObserver<String> caller = endless.apply(failing(busy(null))).test();
    now[0] = -Duration.ofDays(1).toNanos();
    clock.advanceTimeBy(10_000, MILLISECONDS);
    assertThat(attempts).hasSize(4);
    caller.assertError(AnimusException.Unavailable.class);
  }

  @Test
  void nobodyCanSetTheClockOfRealTime() {
    Scheduler scheduler = SchedulerAndRandom.realTime().scheduler().get();
    long before = System.nanoTime();
    long now = scheduler.now(NANOSECONDS);
    assertThat(now - before).isBetween(0L, Duration.ofMinutes(1).toNanos());
    assertThat(now).isLessThanOrEqualTo(System.nanoTime());
  }

  @Test
  void retryAfterIsKeptAndJitterIsAdded() {
    assertThat(chance(0).delay(busy(ms(2000)), 1)).isEqualTo(ms(2000));
    assertThat(chance(0.5).delay(busy(ms(2000)), 3)).isEqualTo(ms(2050));
    assertThat(chance(0.5).delay(busy(ms(0)), 1)).isEqualTo(ms(50));
  }

  @Test
  void aWaitBeyondTheDeadlineIsNotBegunAndTheFailureIsTheProviders() {
    TestObserver<String> caller = retry.apply(failing(busy(ms(86_400_000)))).test();
    caller.assertError(
        e -> ((AnimusException) e).retryAfter().orElseThrow().equals(ms(86_400_000)));
    assertThat(attempts).hasSize(1);
  }

  @Test
  void theDeadlineCountsFromTheSubscription() {
    Retry hurried = retry.withTimeout(ms(200));
    TestObserver<String> caller = hurried.apply(failing(busy(null))).test();
    clock.advanceTimeBy(10_000, MILLISECONDS);
    assertThat(attempts).containsExactly(0L, 50L, 150L);
    caller.assertError(AnimusException.Unavailable.class);
  }

  @Test
  void delaysCanBeExact() {
    TestObserver<String> caller = exactly(1000, 2000, 4000).apply(failing(busy(null))).test();
    clock.advanceTimeBy(60_000, MILLISECONDS);
    assertThat(attempts).containsExactly(0L, 1000L, 3000L, 7000L);
    caller.assertError(AnimusException.Unavailable.class);
  }

  @Test
  void anExactDelayGivesWayToALongerOneThatTheProviderAskedFor() {
    exactly(1000, 2000).apply(failing(busy(ms(1500)))).test();
    clock.advanceTimeBy(60_000, MILLISECONDS);
    assertThat(attempts).containsExactly(0L, 1500L, 3500L);
  }

  @Test
  void anExactDelayThatDoesNotFitIsNotBegun() {
    exactly(1000, 2000, 4000).withTimeout(ms(6999)).apply(failing(busy(null))).test();
    clock.advanceTimeBy(60_000, MILLISECONDS);
    assertThat(attempts).containsExactly(0L, 1000L, 3000L);
  }

  @Test
  void theLastExactDelayHoldsFromThenOn() {
    exactly(1000, 2000).withRetries(4).apply(failing(busy(null))).test();
    clock.advanceTimeBy(60_000, MILLISECONDS);
    assertThat(attempts).containsExactly(0L, 1000L, 3000L, 5000L, 7000L);
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void lastingFailuresAreNeverRetried(AnimusException failure) {
    Retry eager = exactly(0, 0, 0).withRepeatsPaidWork(true);
    TestObserver<String> caller = eager.apply(failing(failure)).test();
    clock.advanceTimeBy(60_000, MILLISECONDS);
    caller.assertError(failure);
    assertThat(attempts).hasSize(1);
  }

  static Stream<AnimusException> lasting() {
    return Stream.of(
        new AnimusException.ContentPolicy(ORIGIN, AnimusException.Stage.PROMPT, List.of()),
        new AnimusException.ContentPolicy(ORIGIN, AnimusException.Stage.OUTPUT, List.of()),
        new AnimusException.QuotaExhausted(ORIGIN, ms(1)),
        new AnimusException.InvalidRequest(ORIGIN, "wrong"),
        new AnimusException.Authentication(ORIGIN, "no key", null),
        new AnimusException.Protocol(ORIGIN, "cut short", null),
        new AnimusException.Cancelled(ORIGIN, "left"));
  }

  @Test
  void aTimeoutIsRepeatedOnlyWhenNothingCanHaveRun() {
    Retry once = exactly(0);
    once.apply(failing(timedOut(AnimusException.Limit.CONNECT))).test();
    clock.triggerActions();
    assertThat(attempts).hasSize(2);
    once.apply(failing(timedOut(AnimusException.Limit.FIRST_BYTE))).test();
    clock.triggerActions();
    assertThat(attempts).hasSize(3);
  }

  @Test
  void boundsDoNotOverflow() {
    Retry huge = chance(1).withBackoff(new Jittered(Duration.ofDays(1), Duration.ofDays(10_000)));
    assertThat(huge.delay(busy(null), 1)).isEqualTo(Duration.ofDays(1));
    assertThat(huge.delay(busy(null), 64)).isEqualTo(Duration.ofDays(10_000));
    assertThat(huge.delay(busy(null), Integer.MAX_VALUE)).isEqualTo(Duration.ofDays(10_000));
    assertThat(huge.delay(busy(Duration.ofDays(36_500)), 1)).isEqualTo(Duration.ofDays(36_501));
    assertThat(chance(1).withBackoff(new Jittered(ms(0), ms(300))).delay(busy(null), 9))
        .isEqualTo(ms(0));
  }

  @Test
  void workThatMayHaveRunIsRepeatedOnlyWhenAllowed() {
    AnimusException failed =
        new AnimusException.Unavailable(ORIGIN, "failed", true, (Duration) null);
    retry.apply(failing(failed)).test().assertError(failed);
    retry.withRepeatsPaidWork(true).apply(failing(failed)).test().assertNotComplete();
  }

  @Test
  void onlyTransientFailuresOfProvidersAreRepeated() {
    retry
        .apply(failing(new IllegalStateException()))
        .test()
        .assertError(IllegalStateException.class);
    AnimusException quota = new AnimusException.QuotaExhausted(ORIGIN, ms(1));
    retry.apply(failing(quota)).test().assertError(quota);
    assertThat(attempts).hasSize(2);
  }

  @Test
  void nothingIsRepeatedAfterADeliveredItem() {
    Flowable<String> stream =
        Flowable.defer(
            () -> attempted(Flowable.just("head", "text").concatWith(Flowable.error(busy(null)))));
    TestSubscriber<String> caller = retry.apply(stream, "text"::equals, null).test();
    caller.assertFailure(AnimusException.Unavailable.class, "head", "text");
    assertThat(attempts).hasSize(1);
  }

  @Test
  void itemsBeforeTheDeliveredOneDoNotPreventARepeat() {
    Flowable<String> stream =
        Flowable.defer(
            () -> attempted(Flowable.just("head").concatWith(Flowable.error(busy(null)))));
    TestSubscriber<String> caller = retry.withRetries(1).apply(stream, "text"::equals, null).test();
    clock.advanceTimeBy(10_000, MILLISECONDS);
    caller.assertFailure(AnimusException.Unavailable.class, "head", "head");
  }

  @Test
  void anAttemptThatWillBeRepeatedIsAnnouncedBeforeTheWait() {
    Flowable<String> stream = failing(busy(null)).toFlowable();
    TestSubscriber<String> caller =
        retry.withRetries(2).apply(stream, item -> true, RetryTest::announced).test();
    caller.assertValues("1 failed, 50 ms");
    clock.advanceTimeBy(10_000, MILLISECONDS);
    caller.assertFailure(AnimusException.Unavailable.class, "1 failed, 50 ms", "2 failed, 100 ms");
  }

  @Test
  void cancellingEndsTheWait() {
    TestObserver<String> caller = retry.apply(failing(busy(null))).test();
    caller.dispose();
    clock.advanceTimeBy(10_000, MILLISECONDS);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void demandIsRespectedOverAttempts() {
    AtomicInteger calls = new AtomicInteger();
    Flowable<Integer> stream =
        Flowable.defer(
            () ->
                calls.getAndIncrement() == 0
                    ? Flowable.<Integer>error(busy(null))
                    : Flowable.range(1, 100));
    TestSubscriber<Integer> caller = retry.apply(stream, item -> true, null).test(3);
    clock.advanceTimeBy(1000, MILLISECONDS);
    caller.assertValues(1, 2, 3).assertNotComplete();
  }

  @Test
  void noRetriesMeansOneAttempt() {
    Retry.none().apply(failing(busy(null))).test().assertError(AnimusException.class);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void everySubscriptionStartsAfresh() {
    Single<String> repeated = retry.withRetries(1).apply(failing(busy(null)));
    repeated.test();
    clock.advanceTimeBy(1000, MILLISECONDS);
    repeated.test();
    clock.advanceTimeBy(1000, MILLISECONDS);
    assertThat(attempts).hasSize(4);
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThatThrownBy(() -> retry.withRetries(-1))
        .hasMessage("retries must not be negative, but is -1");
    assertThatThrownBy(() -> new Jittered(ms(-1), ms(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Exact(List.of())).hasMessage("at least one delay is needed");
    assertThatThrownBy(() -> new Exact(List.of(ms(1), ms(-1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> retry.withTimeout(ms(-1)))
        .hasMessage("timeout must not be negative, but is PT-0.001S");
  }

  /** The timers of one scheduler, and a clock of its own. */
  private static final class AdjustableClock extends Scheduler {
    private final Scheduler timers;
    private final long[] now;

    AdjustableClock(Scheduler timers, long[] now) {
      this.timers = timers;
      this.now = now;
    }

    @Override
    public long now(TimeUnit unit) {
      return unit.convert(now[0], NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
      return timers.createWorker();
    }
  }

  private static String announced(Attempt attempt) {
    return attempt.number() + " failed, " + attempt.delay().toMillis() + " ms";
  }

  private Retry exactly(long... delays) {
    Duration[] exact = LongStream.of(delays).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    return Retry.ofDelays(exact).withTiming(retry.timing());
  }

  private static AnimusException timedOut(AnimusException.Limit limit) {
    return new AnimusException.TimedOut(ORIGIN, limit, ms(1));
  }

  private Retry chance(double chance) {
    return retry.withTiming(new SchedulerAndRandom(() -> clock, () -> chance));
  }

  private Single<String> failing(Throwable failure) {
    return Single.defer(
        () -> {
          attempts.add(clock.now(MILLISECONDS));
          return Single.error(failure);
        });
  }

  private <T> Flowable<T> attempted(Flowable<T> items) {
    attempts.add(clock.now(MILLISECONDS));
    return items;
  }

  private static AnimusException busy(@Nullable Duration retryAfter) {
    return new AnimusException.Unavailable(ORIGIN, "busy", false, retryAfter);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
