package dev.animus4j.chat.guard;

import io.reactivex.rxjava3.core.Single;
import java.util.Set;

/** Guardrail for some stages only. */
record StageLimitedGuardrail(Guardrail guardrail, Set<GuardrailStage> stages) implements Guardrail {

  StageLimitedGuardrail {
    stages = Set.copyOf(stages);
  }

  @Override
  public boolean appliesTo(GuardrailStage stage) {
    return stages.contains(stage) && guardrail.appliesTo(stage);
  }

  @Override
  public Single<Verdict> moderate(GuardrailInput input) {
    return appliesTo(input.stage())
        ? guardrail.moderate(input)
        : Single.fromCallable(Verdict::allow);
  }
}
