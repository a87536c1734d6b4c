package dev.animus4j.chat.guard;

import io.reactivex.rxjava3.core.Single;

/** Applies a second guardrail to what the first one lets pass. */
record ChainedGuardrail(Guardrail first, Guardrail next) implements Guardrail {

  @Override
  public boolean appliesTo(GuardrailStage stage) {
    return first.appliesTo(stage) || next.appliesTo(stage);
  }

  @Override
  public Single<Verdict> moderate(GuardrailInput input) {
    return verdict(first, input).flatMap(verdict -> moderateNext(verdict, input));
  }

  private Single<Verdict> moderateNext(Verdict verdict, GuardrailInput input) {
    if (verdict instanceof Verdict.Replaced replaced) {
      return verdict(next, input.withText(replaced.text())).map(replaced::combine);
    }
    return verdict instanceof Verdict.Allowed ? verdict(next, input) : Single.just(verdict);
  }

  private static Single<Verdict> verdict(Guardrail guardrail, GuardrailInput input) {
    return guardrail.appliesTo(input.stage())
        ? guardrail.moderate(input)
        : Single.fromCallable(Verdict::allow);
  }
}
