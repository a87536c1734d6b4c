package dev.animus4j.chat.guard;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.PromptRules;
import io.reactivex.rxjava3.core.Single;
import java.util.EnumSet;
import java.util.function.Function;

/**
 * Judges what is said and drawn. As a lambda it judges every {@link Stage}.
 *
 * <p>What it cannot judge is not said: when it fails, or gives no verdict in time, the matter is
 * withheld, and that failure is told. {@link AnimusException.ContentPolicy} is a verdict: withheld,
 * with its categories. Where the opposite is wanted, {@code
 * judge(matter).onErrorReturnItem(Verdict.allowed())} says so.
 */
@FunctionalInterface
public interface Guardrail {

  /**
   * Judges {@code matter}. Called on the context of the conversation, which must not be blocked,
   * and for the parts of one answer at the same time; may answer on any thread. Reasons, categories
   * and failures are told, so they should not quote the text.
   */
  Single<Verdict> judge(Matter matter);

  /** Whether it has anything to say about this; if not, it isn't asked, and nothing waits. */
  default boolean judges(Stage stage) {
    return true;
  }

  /**
   * This one, and then {@code next}: about what this one made of it, unless it is withheld already.
   */
  default Guardrail and(Guardrail next) {
    return new JoinedGuardrail(this, next);
  }

  /** The same, at these stages; all else is allowed. */
  default Guardrail only(Stage stage, Stage... more) {
    return new PartialGuardrail(this, EnumSet.of(stage, more));
  }

  /** Allows everything. */
  static Guardrail none() {
    return new PartialGuardrail(
        matter -> Single.fromCallable(Verdict::allowed), EnumSet.noneOf(Stage.class));
  }

  /** Judges what users say. */
  static Guardrail onInput(Function<Matter, Verdict> verdict) {
    return of(verdict).only(Stage.INPUT);
  }

  /** Judges what models say and think. */
  static Guardrail onOutput(Function<Matter, Verdict> verdict) {
    return of(verdict).only(Stage.OUTPUT, Stage.REASONING);
  }

  /** Judges what pictures shall show. */
  static Guardrail onImagePrompt(Function<Matter, Verdict> verdict) {
    return of(verdict).only(Stage.IMAGE_PROMPT);
  }

  /** Judges everything at once, without asking anybody. */
  static Guardrail of(Function<Matter, Verdict> verdict) {
    return matter -> Single.fromCallable(() -> verdict.apply(matter));
  }

  /** Withholds what breaks these rules: {@code Guardrail.of(rules).only(Stage.IMAGE_PROMPT)}. */
  static Guardrail of(PromptRules rules) {
    return of(
        matter -> {
          rules.check(matter.text());
          return Verdict.allowed();
        });
  }

  /**
   * Withholds what the model says, thinks or wants drawn when the provider's own moderation found
   * something in the answer.
   */
  static Guardrail compliance() {
    Guardrail strict = of(Compliance::verdict);
    return strict.only(Stage.OUTPUT, Stage.REASONING, Stage.IMAGE_PROMPT);
  }
}
