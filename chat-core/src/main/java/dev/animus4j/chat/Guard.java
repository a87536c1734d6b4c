package dev.animus4j.chat;

import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Isolation;
import dev.animus4j.resilience.TimeLimit;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A guardrail that always comes to a ruling. */
record Guard(Guardrail guardrail, Duration limit) {

  Guard {
    limit = TimeLimit.positive("the limit of a verdict", limit);
  }

  boolean judges(Stage stage) {
    return Isolation.call(() -> guardrail.judges(stage));
  }

  /** Whether anything that comes of a model is judged. */
  boolean judgesAnswers() {
    return judges(Stage.OUTPUT) || judges(Stage.REASONING) || judges(Stage.IMAGE_PROMPT);
  }

  /** Comes on {@code scheduler}, in time, and does not fail. */
  Single<Ruling> ruling(Matter matter, Scheduler scheduler) {
    return judges(matter.stage())
        ? judged(matter, scheduler)
        : Single.just(Ruling.of(matter, Verdict.allowed()));
  }

  private Single<Ruling> judged(Matter matter, Scheduler scheduler) {
    return Isolation.single(() -> guardrail.judge(matter))
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS, scheduler, Single.error(this::late))
        .map(verdict -> Ruling.of(matter, verdict))
        .onErrorReturn(cause -> Ruling.without(matter, cause))
        .observeOn(scheduler);
  }

  private AnimusException late() {
    return new AnimusException.TimedOut(Ruling.GUARDRAIL, Limit.TOTAL, limit);
  }
}
