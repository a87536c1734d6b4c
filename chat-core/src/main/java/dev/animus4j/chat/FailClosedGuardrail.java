package dev.animus4j.chat;

import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.resilience.DurationChecks;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Guardrail that withholds what has no verdict: of a failure, or in time. */
record FailClosedGuardrail(Guardrail guardrail, Duration limit) {

  FailClosedGuardrail {
    limit = DurationChecks.requirePositive("the limit of a verdict", limit);
  }

  boolean appliesTo(GuardrailStage stage) {
    return FaultIsolation.call(() -> guardrail.appliesTo(stage));
  }

  /** Whether any part of a response is moderated. */
  boolean appliesToResponses() {
    return appliesTo(GuardrailStage.OUTPUT)
        || appliesTo(GuardrailStage.REASONING)
        || appliesTo(GuardrailStage.IMAGE_PROMPT);
  }

  /** The result, on {@code scheduler} and within the limit. Does not fail. */
  Single<ModerationResult> moderate(GuardrailInput input, Scheduler scheduler) {
    return appliesTo(input.stage())
        ? requestVerdict(input, scheduler)
        : Single.just(ModerationResult.of(input, Verdict.allow()));
  }

  private Single<ModerationResult> requestVerdict(GuardrailInput input, Scheduler scheduler) {
    return FaultIsolation.single(() -> guardrail.moderate(input))
        .timeout(
            limit.toMillis(), TimeUnit.MILLISECONDS, scheduler, Single.error(this::timeoutError))
        .map(verdict -> ModerationResult.of(input, verdict))
        .onErrorReturn(cause -> ModerationResult.withoutVerdict(input, cause))
        .observeOn(scheduler);
  }

  private AnimusException timeoutError() {
    return new AnimusException.TimedOut(ModerationResult.GUARDRAIL, Limit.TOTAL, limit);
  }
}
