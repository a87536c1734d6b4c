package dev.animus4j.chat.guard;

import io.reactivex.rxjava3.core.Single;
import java.util.Set;

/** Judges some stages only. */
record PartialGuardrail(Guardrail guardrail, Set<Stage> stages) implements Guardrail {

  PartialGuardrail {
    stages = Set.copyOf(stages);
  }

  @Override
  public boolean judges(Stage stage) {
    return stages.contains(stage) && guardrail.judges(stage);
  }

  @Override
  public Single<Verdict> judge(Matter matter) {
    return judges(matter.stage()) ? guardrail.judge(matter) : Single.fromCallable(Verdict::allowed);
  }
}
