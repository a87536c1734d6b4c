package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Random verdicts: mostly allowed; at times none, or a late one. */
final class RandomVerdicts {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final RandomFailures randomFailures;
  private final long limit;
  private final List<Long> open = new ArrayList<>();
  private boolean faultless;
  private int words;

  /**
   * Creates verdicts, some of them late.
   *
   * @param limit time limit of a verdict, in milliseconds
   */
  RandomVerdicts(SimulatedWorld simulatedWorld, long limit) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.randomFailures = new RandomFailures(randomChoices);
    this.limit = limit;
  }

  void stopDeviating() {
    faultless = true;
  }

  PlannedVerdict verdictOn(GuardrailInput input) {
    if (faultless) {
      return planVerdict(Verdict.allow(), input, 0);
    }
    Throwable mishap = simulatedWorld.injectedErrors().nextThrowable("a guardrail", 50);
    if (mishap != null) {
      return throwing(mishap, input);
    }
    long after = randomChoices.delay(limit * 9 / 10);
    return switch (randomChoices.upToInclusive(39)) {
      case 0, 1, 2, 3 -> planVerdict(replacement(input), input, after);
      case 4, 5, 6 -> planVerdict(Verdict.withhold("no", "rude"), input, after);
      case 7 -> planVerdict(Verdict.withhold("never"), input, after);
      case 8, 9 -> failing(randomFailures.any(), input, after);
      case 10 -> hanging(Single.never(), input);
      case 11 ->
          hanging(after(limit + 1 + randomChoices.upToInclusive(9_000), Verdict.allow()), input);
      case 12 -> throwing(new RandomFailures.IntendedFailure("no opinion"), input);
      default -> planVerdict(Verdict.allow(), input, after);
    };
  }

  /** A replacement text; the first word of an image prompt names its message. */
  private Verdict replacement(GuardrailInput input) {
    String first = input.text().split(" ", 2)[0];
    String kinder = "kinder v" + ++words;
    boolean prompt = input.stage() == GuardrailStage.IMAGE_PROMPT && !first.isBlank();
    return Verdict.replace(prompt ? first + " " + kinder : kinder, "rude", "loud");
  }

  private PlannedVerdict planVerdict(Verdict verdict, GuardrailInput input, long after) {
    Single<Verdict> item = after(after, verdict);
    return new PlannedVerdict(
        () -> item, ExpectedModeration.ofVerdict(verdict, input, simulatedWorld.now() + after));
  }

  private PlannedVerdict failing(Throwable failure, GuardrailInput input, long after) {
    Single<Verdict> none = after(after, failure).flatMap(Single::error);
    return new PlannedVerdict(
        () -> none, ExpectedModeration.ofFailure(failure, input, simulatedWorld.now() + after));
  }

  private PlannedVerdict hanging(Single<Verdict> verdict, GuardrailInput input) {
    AnimusException late =
        new AnimusException.TimedOut(
            FailureOrigin.of("nobody"), AnimusException.Limit.TOTAL, Duration.ofMillis(limit));
    Single<Verdict> awaited = observe(verdict);
    return new PlannedVerdict(
        () -> awaited, ExpectedModeration.ofFailure(late, input, simulatedWorld.now() + limit));
  }

  /** Throws when called, or on subscription. */
  private PlannedVerdict throwing(Throwable thrown, GuardrailInput input) {
    boolean atOnce = randomChoices.oneIn(2);
    Single<Verdict> none =
        Single.unsafeCreate(
            listener -> {
              throw InjectedErrors.<RuntimeException>throwUnchecked(thrown);
            });
    return new PlannedVerdict(
        () -> {
          if (atOnce) {
            throw InjectedErrors.<RuntimeException>throwUnchecked(thrown);
          }
          return none;
        },
        ExpectedModeration.ofFailure(thrown, input, simulatedWorld.now()));
  }

  private <T> Single<T> after(long millis, T item) {
    return observe(
        millis == 0
            ? Single.just(item)
            : Single.timer(millis, TimeUnit.MILLISECONDS, simulatedWorld.scheduler())
                .map(now -> item));
  }

  private <T> Single<T> observe(Single<T> verdict) {
    Long startTime = simulatedWorld.now();
    return verdict.doOnSubscribe(l -> open.add(startTime)).doFinally(() -> open.remove(startTime));
  }

  /** Verifies that no verdict was awaited longer than its limit. */
  void verifyWaits() {
    for (Long startTime : open) {
      Invariant.holds(
          simulatedWorld.now() - startTime <= limit, "a verdict is awaited since %d", startTime);
    }
  }
}
