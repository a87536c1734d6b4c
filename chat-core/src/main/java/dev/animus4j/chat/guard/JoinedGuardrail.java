package dev.animus4j.chat.guard;

import io.reactivex.rxjava3.core.Single;

/** Judges what another one lets pass. */
record JoinedGuardrail(Guardrail first, Guardrail next) implements Guardrail {

  @Override
  public boolean judges(Stage stage) {
    return first.judges(stage) || next.judges(stage);
  }

  @Override
  public Single<Verdict> judge(Matter matter) {
    return asked(first, matter).flatMap(verdict -> after(verdict, matter));
  }

  private Single<Verdict> after(Verdict verdict, Matter matter) {
    if (verdict instanceof Verdict.Replaced replaced) {
      return asked(next, matter.saying(replaced.text())).map(replaced::followedBy);
    }
    return verdict instanceof Verdict.Allowed ? asked(next, matter) : Single.just(verdict);
  }

  private static Single<Verdict> asked(Guardrail guardrail, Matter matter) {
    return guardrail.judges(matter.stage())
        ? guardrail.judge(matter)
        : Single.fromCallable(Verdict::allowed);
  }
}
