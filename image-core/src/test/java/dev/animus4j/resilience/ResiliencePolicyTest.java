package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.LocallyRejected;
import dev.animus4j.failure.AnimusException.QuotaExhausted;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResiliencePolicyTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestScheduler clock = new TestScheduler();
  private final AtomicInteger calls = new AtomicInteger();
  private final ResiliencePolicy policy =
      guards(ResilienceLimits.images().withCircuitBreaker(50, 4, Duration.ofSeconds(30)));

  @Test
  void successfulCallsPassThrough() {
    for (int i = 0; i < 100; i++) {
      call(ok()).assertResult("ok");
    }
    assertThat(calls).hasValue(100);
  }

  @Test
  void nothingBeginsBeforeSubscription() {
    Single<String> unused = policy.apply(ok());
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("unwell")
  void failuresOfTheProviderOpenIt(AnimusException failure) {
    fail(2, ok());
    fail(2, failing(failure));
    AnimusException refused = refused(call(ok()), LocallyRejected.class);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(refused.mayHaveRun()).isFalse();
    assertThat(refused).hasMessageStartingWith("flux: not asked, because too many");
    assertThat(calls).hasValue(4);
  }

  static Stream<AnimusException> unwell() {
    return Stream.of(
        unavailable(),
        new AnimusException.TimedOut(ORIGIN, AnimusException.Limit.CONNECT, SECOND),
        new AnimusException.TimedOut(ORIGIN, AnimusException.Limit.TOTAL, SECOND));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void otherFailuresSayNothingOfIt(Throwable failure) {
    fail(100, failing(failure));
    call(ok()).assertResult("ok");
  }

  static Stream<Throwable> harmless() {
    return Stream.of(
        new AnimusException.ContentPolicy(ORIGIN, AnimusException.Stage.OUTPUT, List.of()),
        new AnimusException.InvalidRequest(ORIGIN, "wrong"),
        new AnimusException.Authentication(ORIGIN, "no key", null),
        new AnimusException.Cancelled(ORIGIN, "left"),
        new RateLimited(ORIGIN, null),
        new AnimusException.Protocol(ORIGIN, "junk", null),
        new IllegalStateException("a bug"));
  }

  @Test
  void theTimeToComeBackGetsShorter() {
    fail(4, failing(unavailable()));
    pass(12_000);
    assertThat(refused(call(ok()), LocallyRejected.class).retryAfter())
        .contains(Duration.ofSeconds(18));
  }

  @Test
  void afterThePauseOneCallTriesAndTheOthersAreRefused() {
    fail(4, failing(unavailable()));
    pass(30_000);
    SingleSubject<String> probe = SingleSubject.create();
    TestObserver<String> prober = call(probe);
    AnimusException refused = refused(call(ok()), LocallyRejected.class);
    assertThat(refused).hasMessageContaining("another call finds out").isNotNull();
    assertThat(refused.retryAfter()).isEmpty();
    probe.onSuccess("well");
    prober.assertResult("well");
    call(ok()).assertResult("ok");
  }

  @Test
  void aFailedTrialOpensItAgain() {
    fail(4, failing(unavailable()));
    pass(30_000);
    fail(1, failing(unavailable()));
    assertThat(refused(call(ok()), LocallyRejected.class).retryAfter())
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void aCancelledTrialLeavesItToTheNext() {
    fail(4, failing(unavailable()));
    pass(30_000);
    call(Single.never()).dispose();
    call(ok()).assertResult("ok");
    call(ok()).assertResult("ok");
  }

  @Test
  void aLateSuccessFromBeforeDoesNotCloseIt() {
    SingleSubject<String> late = SingleSubject.create();
    TestObserver<String> early = call(late);
    fail(4, failing(unavailable()));
    pass(30_000);
    TestObserver<String> prober = call(Single.never());
    late.onSuccess("late");
    early.assertResult("late");
    refused(call(ok()), LocallyRejected.class);
    prober.dispose();
  }

  @Test
  void aCallHasSucceededWithWhatItDelivered() {
    Flowable<String> broken =
        Flowable.just("head", "picture").concatWith(Flowable.error(unavailable()));
    for (int i = 0; i < 10; i++) {
      policy
          .apply(broken, "picture"::equals)
          .test()
          .assertFailure(Unavailable.class, "head", "picture");
    }
    call(ok()).assertResult("ok");
  }

  @Test
  void takingOnlyTheFirstItemCountsAsASuccess() {
    fail(4, failing(unavailable()));
    pass(30_000);
    policy
        .apply(Flowable.just("picture", "more"), item -> true)
        .firstOrError()
        .test()
        .assertResult("picture");
    call(ok()).assertResult("ok");
    call(ok()).assertResult("ok");
  }

  @Test
  void theLimitOfCallsAtOnceHoldsUntilTheStreamEnds() {
    ResiliencePolicy two = guards(ResilienceLimits.images().withMaxConcurrency(2));
    PublishProcessor<String> first = PublishProcessor.create();
    PublishProcessor<String> second = PublishProcessor.create();
    TestSubscriber<String> one = two.apply(first, item -> true).test();
    two.apply(second, item -> true).test();
    first.onNext("picture");
    AnimusException full = refused(two.apply(ok()).test(), LocallyRejected.class);
    assertThat(full).hasMessageContaining("as many calls as allowed are under way");
    first.onComplete();
    one.assertComplete();
    two.apply(ok()).test().assertResult("ok");
    two.apply(ok()).test().assertResult("ok");
  }

  @Test
  void aPlaceIsFreeWhenTheEndIsTold() {
    ResiliencePolicy one = guards(ResilienceLimits.images().withMaxConcurrency(1));
    Single<String> next = one.apply(ok());
    one.apply(ok()).flatMap(first -> next).test().assertResult("ok");
    one.apply(failing(unavailable())).onErrorResumeNext(e -> next).test().assertResult("ok");
  }

  @Test
  void noMoreThanTheRateInAnySpan() {
    ResiliencePolicy two = guards(ResilienceLimits.images().withRate(2, SECOND));
    two.apply(ok()).test().assertResult("ok");
    pass(900);
    two.apply(ok()).test().assertResult("ok");
    AnimusException tooMany = refused(two.apply(ok()).test(), LocallyRejected.class);
    assertThat(tooMany.retryAfter()).contains(Duration.ofMillis(100));
    pass(100);
    two.apply(ok()).test().assertResult("ok");
    assertThat(refused(two.apply(ok()).test(), LocallyRejected.class).retryAfter())
        .contains(Duration.ofMillis(900));
  }

  @Test
  void aRejectedCallTakesNoConcurrencySlot() {
    ResiliencePolicy narrow =
        guards(ResilienceLimits.images().withMaxConcurrency(1).withRate(1, SECOND));
    narrow.apply(ok()).test().assertResult("ok");
    for (int i = 0; i < 10; i++) {
      refused(narrow.apply(ok()).test(), LocallyRejected.class);
    }
    pass(1000);
    narrow.apply(ok()).test().assertResult("ok");
  }

  @Test
  void aRetryDoesNotWaitForItsOwnPolicy() {
    ResiliencePolicy slow = guards(ResilienceLimits.images().withRate(1, SECOND));
    Retry retry = Retry.images().withTiming(new SchedulerAndRandom(() -> clock, () -> 0));
    slow.apply(ok()).test().assertResult("ok");
    assertThat(refused(retry.apply(slow.apply(ok())).test(), LocallyRejected.class).retryAfter())
        .contains(SECOND);
    assertThat(calls).hasValue(1);
  }

  @Test
  void aPolicyAroundAnotherDoesNotCountItsRejections() {
    ResiliencePolicy narrow = guards(ResilienceLimits.images().withRate(1, SECOND));
    for (int i = 0; i < 100; i++) {
      call(narrow.apply(ok()));
    }
    assertThat(calls).hasValue(1);
    call(ok()).assertResult("ok");
  }

  @Test
  void aRetryWithoutAFallbackCanWaitForItsTurn() {
    ResiliencePolicy slow = guards(ResilienceLimits.images().withRate(1, SECOND));
    Retry patient =
        Retry.images()
            .withRepeatsLocalRejections(true)
            .withTiming(new SchedulerAndRandom(() -> clock, () -> 0));
    slow.apply(ok()).test().assertResult("ok");
    TestObserver<String> waiting = patient.apply(slow.apply(ok())).test();
    waiting.assertNotComplete();
    pass(1000);
    waiting.assertResult("ok");
  }

  @Test
  void aProviderThatAsksToBeLeftAloneIs() {
    fail(1, failing(new RateLimited(ORIGIN, Duration.ofSeconds(7))));
    fail(1, failing(new RateLimited(ORIGIN, null)));
    pass(2000);
    assertThat(refused(call(ok()), LocallyRejected.class).retryAfter())
        .contains(Duration.ofSeconds(5));
    assertThat(calls).hasValue(1);
    pass(5000);
    call(ok()).assertResult("ok");
  }

  @Test
  void aShorterPauseDoesNotShortenALongerOne() {
    policy.pause(Duration.ofSeconds(7));
    policy.pause(Duration.ofSeconds(1));
    assertThat(refused(call(ok()), LocallyRejected.class).retryAfter())
        .contains(Duration.ofSeconds(7));
    policy.pause(Duration.ofSeconds(Long.MAX_VALUE));
    pass(3_600_000);
    refused(call(ok()), LocallyRejected.class);
  }

  @Test
  void anExhaustedQuotaIsNotTriedUntilItRenews() {
    fail(1, failing(new QuotaExhausted(ORIGIN, Duration.ofHours(5))));
    pass(3_600_000);
    assertThat(refused(call(ok()), QuotaExhausted.class).retryAfter())
        .contains(Duration.ofHours(4));
    pass(4 * 3_600_000);
    call(ok()).assertResult("ok");
  }

  @Test
  void aQuotaThatDoesNotSayWhenIsTriedAfterThePause() {
    fail(1, failing(new QuotaExhausted(ORIGIN, null)));
    refused(call(ok()), QuotaExhausted.class);
    pass(30_000);
    call(ok()).assertResult("ok");
  }

  @Test
  void resettingForgetsAllOfIt() {
    fail(1, failing(new QuotaExhausted(ORIGIN, Duration.ofHours(5))));
    policy.pause(SECOND);
    policy.reset();
    fail(4, failing(unavailable()));
    refused(call(ok()), LocallyRejected.class);
    policy.reset();
    call(ok()).assertResult("ok");
  }

  @Test
  void impossibleLimitsAreRefused() {
    ResilienceLimits limits = ResilienceLimits.images();
    assertThatThrownBy(() -> limits.withMaxConcurrency(0))
        .hasMessage("maxConcurrency must be positive, but is 0");
    assertThatThrownBy(() -> limits.withRate(1, Duration.ZERO)).hasMessageContaining("per");
    assertThatThrownBy(() -> limits.withRate(1, SECOND.negated())).hasMessageContaining("per");
    assertThatThrownBy(() -> limits.withRate(0, SECOND)).hasMessageContaining("calls");
    assertThatThrownBy(() -> limits.withCircuitBreaker(50, 9, Duration.ZERO))
        .hasMessageContaining("openDuration");
    assertThatThrownBy(() -> limits.withCircuitBreaker(50, 9, SECOND.negated()))
        .hasMessageContaining("openDuration");
    assertThatThrownBy(() -> limits.withCircuitBreaker(50, Integer.MAX_VALUE, SECOND))
        .hasMessage("slidingWindow must be 100000 at most, but is 2147483647");
    assertThatThrownBy(() -> limits.withCircuitBreaker(101, 1, SECOND)).hasMessageContaining("101");
  }

  @ParameterizedTest
  @MethodSource("endless")
  void endlessSpansAndPausesDoNotEnd(Duration endless) {
    pass(Duration.ofDays(3650).toMillis());
    ResiliencePolicy thrifty = guards(ResilienceLimits.images().withRate(1, endless));
    ResiliencePolicy wary = guards(ResilienceLimits.images().withCircuitBreaker(100, 1, endless));
    thrifty.apply(ok()).test().assertComplete();
    wary.apply(failing(unavailable())).test().assertError(Unavailable.class);
    pass(Duration.ofDays(3650).toMillis());
    assertThat(
            refused(thrifty.apply(ok()).test(), LocallyRejected.class).retryAfter().orElseThrow())
        .isGreaterThan(Duration.ofDays(3650));
    assertThat(refused(wary.apply(ok()).test(), LocallyRejected.class).retryAfter().orElseThrow())
        .isGreaterThan(Duration.ofDays(3650));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void aProviderMayAskForAnEndlessPause(Duration endless) {
    fail(1, failing(new RateLimited(ORIGIN, endless)));
    pass(Duration.ofDays(3650).toMillis());
    refused(call(ok()), LocallyRejected.class);
    assertThat(new AnimusException.TimedOut(ORIGIN, AnimusException.Limit.GAP, endless))
        .hasMessageContaining("longer than");
  }

  static Stream<Duration> endless() {
    return Stream.of(
        Duration.ofMillis(Long.MAX_VALUE),
        Duration.ofNanos(Long.MAX_VALUE),
        Duration.ofSeconds(Long.MAX_VALUE),
        ChronoUnit.FOREVER.getDuration());
  }

  @Test
  void aNodeTakesItsShareOfThePlaces() {
    ResiliencePolicy shared = guards(ResilienceLimits.images().withMaxConcurrency(5));
    shared.setNodes(2);
    TestObserver<String> first = shared.apply(Single.<String>never()).test();
    shared.apply(Single.never()).test().assertNotComplete().assertNoErrors();
    refused(shared.apply(ok()).test(), AnimusException.LocallyRejected.class);
    shared.setNodes(1);
    shared.apply(ok()).test().assertComplete();
    shared.setNodes(9);
    refused(shared.apply(ok()).test(), AnimusException.LocallyRejected.class);
    first.dispose();
    refused(shared.apply(ok()).test(), AnimusException.LocallyRejected.class);
    assertThatThrownBy(() -> shared.setNodes(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private ResiliencePolicy guards(ResilienceLimits limits) {
    return new ResiliencePolicy("flux", limits, () -> clock.now(TimeUnit.NANOSECONDS));
  }

  private void pass(long millis) {
    clock.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
  }

  private TestObserver<String> call(Single<String> source) {
    return policy.apply(source).test();
  }

  private void fail(int times, Single<String> source) {
    for (int i = 0; i < times; i++) {
      call(source);
    }
  }

  private static <E extends AnimusException> E refused(TestObserver<String> caller, Class<E> kind) {
    caller.assertError(kind);
    Throwable[] failure = new Throwable[1];
    caller.assertError(e -> (failure[0] = e) != null);
    return kind.cast(failure[0]);
  }

  private Single<String> ok() {
    return Single.fromSupplier(() -> "ok" + calls.incrementAndGet()).map(unused -> "ok");
  }

  private Single<String> failing(Throwable failure) {
    return Single.defer(
        () -> {
          calls.incrementAndGet();
          return Single.error(failure);
        });
  }

  private static AnimusException unavailable() {
    return new Unavailable(ORIGIN, "down", true, (@Nullable Duration) null);
  }
}
