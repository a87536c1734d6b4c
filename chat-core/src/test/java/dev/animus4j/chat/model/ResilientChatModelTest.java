package dev.animus4j.chat.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.LocallyRejected;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chat models behind a policy, in virtual time. */
class ResilientChatModelTest {
  private static final ChatRequest HELLO = ChatRequest.of("hello");
  private static final ChatResponse HI = ChatResponse.of("hi");
  private static final ChatResponse OTHER = ChatResponse.of("from the other");
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(
          FailureOrigin.of("test"), "down", false, (@Nullable Duration) null);

  private final TestScheduler clock = new TestScheduler();
  private final ResilienceLimits limits =
      ResilienceLimits.chat().withCircuitBreaker(100, 2, Duration.ofSeconds(30));

  @Test
  void anOpenCircuitGoesToTheFallbackAtOnce() {
    ScriptedChatModel first = new ScriptedChatModel().thenFailing(DOWN).thenFailing(DOWN).then(HI);
    ChatModel model =
        first
            .withResilience(policy(limits))
            .withRetry(Retry.chat().withTiming(new SchedulerAndRandom(() -> clock, () -> 0.5)))
            .withFallback(request -> Single.just(OTHER));
    TestSubscriber<ChatUpdate> opening = model.stream(HELLO).test();
    clock.advanceTimeBy(1, SECONDS);
    opening.assertValueCount(4).assertComplete(); // two failures, a rejection, the other
    for (int i = 0; i < 10; i++) {
      model.stream(HELLO).test().assertValueAt(0, this::isRejection).assertValueAt(1, OTHER);
    }
    assertThat(first.asked).hasSize(2);
    clock.advanceTimeBy(30, SECONDS);
    model.reply(HELLO).test().assertResult(HI);
  }

  @Test
  void aModelIsCalledAnewForEachAttempt() {
    AtomicInteger calls = new AtomicInteger();
    ChatModel flaky = request -> calls.incrementAndGet() < 3 ? Single.error(DOWN) : Single.just(HI);
    var reply =
        flaky
            .withRetry(Retry.chat().withTiming(new SchedulerAndRandom(() -> clock, () -> 0.5)))
            .reply(HELLO)
            .test();
    clock.advanceTimeBy(30, SECONDS);
    reply.assertResult(HI);
  }

  @Test
  void aStreamHoldsItsPlaceUntilItEnds() {
    PublishProcessor<ChatUpdate> updates = PublishProcessor.create();
    ChatModel model = streaming(updates).withResilience(policy(limits.withMaxConcurrency(1)));
    TestSubscriber<ChatUpdate> first = model.stream(HELLO).test();
    updates.onNext(new ChatUpdate.TextDelta("h"));
    updates.onNext(HI);
    model.reply(HELLO).test().assertError(LocallyRejected.class);
    updates.onComplete();
    first.assertResult(new ChatUpdate.TextDelta("h"), HI);
    model.reply(HELLO).test().assertError(NoSuchElementException.class); // it was let through
  }

  @Test
  void aCancelledStreamGivesUpItsPlace() {
    ChatModel model =
        streaming(Flowable.never()).withResilience(policy(limits.withMaxConcurrency(1)));
    model.stream(HELLO).test().cancel();
    model.stream(HELLO).test().assertEmpty();
    model.stream(HELLO).test().assertError(LocallyRejected.class);
  }

  @Test
  void aCallHasSucceededOnceItsResponseIsDelivered() {
    ChatModel late =
        streaming(Flowable.<ChatUpdate>just(HI).concatWith(Flowable.error(DOWN)))
            .withResilience(policy(limits));
    for (int i = 0; i < 10; i++) {
      late.stream(HELLO).test().assertValue(HI).assertError(DOWN);
    }
  }

  @Test
  void aCallThatFailsAmidItsTextHasFailed() {
    ChatUpdate text = new ChatUpdate.TextDelta("h");
    ChatModel torn =
        streaming(Flowable.just(text).concatWith(Flowable.error(DOWN)))
            .withResilience(policy(limits));
    torn.stream(HELLO).test().assertValue(text).assertError(DOWN);
    torn.stream(HELLO).test().assertValue(text).assertError(DOWN);
    torn.stream(HELLO).test().assertNoValues().assertError(LocallyRejected.class);
  }

  @Test
  void failedAttemptsPass() {
    ChatModel inner =
        new ScriptedChatModel().thenFailing(DOWN).then(HI).withRetry(Retry.ofDelays(Duration.ZERO));
    inner.withResilience(policy(limits)).stream(HELLO)
        .test()
        .awaitDone(30, SECONDS)
        .assertValueAt(0, update -> update instanceof ChatUpdate.AttemptFailed)
        .assertValueAt(1, HI)
        .assertComplete();
  }

  private ResiliencePolicy policy(ResilienceLimits of) {
    return ResiliencePolicy.of("test", of, clock);
  }

  private static StreamingChatModel streaming(Flowable<ChatUpdate> updates) {
    return request -> updates;
  }

  private boolean isRejection(ChatUpdate update) {
    return update instanceof ChatUpdate.AttemptFailed failed
        && failed.attempt().failure() instanceof LocallyRejected;
  }
}
