package dev.animus4j.chat.guard;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.PromptRules;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Single;
import java.util.EnumSet;
import java.util.function.Function;

/**
 * Judges content. A guardrail that is a lambda judges every {@link GuardrailStage}.
 *
 * <p>A guardrail fails closed: if it fails or gives no verdict in time, the content is withheld,
 * and the event contains the failure. A guardrail that fails with {@link
 * AnimusException.ContentPolicy} gives a verdict: the content is withheld because of its
 * categories. To fail open, use {@code moderate(input).onErrorReturnItem(Verdict.allow())}.
 */
@FunctionalInterface
public interface Guardrail {

  /**
   * Judges {@code input}. This is called on the context of the conversation, which must not be
   * blocked; the parts of one reply may be judged concurrently. The verdict may be emitted on any
   * thread. Reasons, categories and failures are published in events, so they should not quote the
   * text.
   */
  @CheckReturnValue
  Single<Verdict> moderate(GuardrailInput input);

  /**
   * Whether this guardrail judges this stage. If it does not, it is not called, and the content is
   * not delayed.
   */
  default boolean appliesTo(GuardrailStage stage) {
    return true;
  }

  /**
   * Returns a guardrail that applies this one, and then {@code next} to the result, unless this one
   * withholds the content.
   */
  default Guardrail andThen(Guardrail next) {
    return new ChainedGuardrail(this, next);
  }

  /** Returns this guardrail limited to these stages. Content of all other stages is allowed. */
  default Guardrail limitTo(GuardrailStage stage, GuardrailStage... more) {
    return new StageLimitedGuardrail(this, EnumSet.of(stage, more));
  }

  /** Returns a guardrail that allows everything. */
  static Guardrail none() {
    return new StageLimitedGuardrail(
        input -> Single.fromCallable(Verdict::allow), EnumSet.noneOf(GuardrailStage.class));
  }

  /** Returns a guardrail that judges user messages with this function. */
  static Guardrail onInput(Function<GuardrailInput, Verdict> verdict) {
    return of(verdict).limitTo(GuardrailStage.INPUT);
  }

  /** Returns a guardrail that judges replies and reasoning of models with this function. */
  static Guardrail onOutput(Function<GuardrailInput, Verdict> verdict) {
    return of(verdict).limitTo(GuardrailStage.OUTPUT, GuardrailStage.REASONING);
  }

  /** Returns a guardrail that judges image prompts with this function. */
  static Guardrail onImagePrompt(Function<GuardrailInput, Verdict> verdict) {
    return of(verdict).limitTo(GuardrailStage.IMAGE_PROMPT);
  }

  /** Returns a guardrail that judges every stage with this function. */
  static Guardrail of(Function<GuardrailInput, Verdict> verdict) {
    return input -> Single.fromCallable(() -> verdict.apply(input));
  }

  /** Answers with this text what breaks these rules; see {@link Verdict#answer}. */
  static Guardrail of(PromptRules rules, String answer) {
    return of(
        input -> {
          try {
            rules.check(input.text());
            return Verdict.allow();
          } catch (AnimusException.ContentPolicy refusal) {
            return new Verdict.Answered(answer, refusal.categories());
          } catch (AnimusException.InvalidRequest badLength) {
            return Verdict.answer(answer, "length");
          }
        });
  }

  /**
   * Returns a guardrail that withholds content that breaks these rules. It judges every stage; to
   * judge image prompts alone, use {@code of(rules).limitTo(GuardrailStage.IMAGE_PROMPT)}.
   */
  static Guardrail of(PromptRules rules) {
    return of(
        input -> {
          rules.check(input.text());
          return Verdict.allow();
        });
  }

  /**
   * Returns a guardrail that withholds the reply, the reasoning and the image prompt if the
   * provider's own moderation reports a violation in the response.
   */
  static Guardrail providerModeration() {
    Guardrail strict = of(ProviderVerdict::verdict);
    return strict.limitTo(
        GuardrailStage.OUTPUT, GuardrailStage.REASONING, GuardrailStage.IMAGE_PROMPT);
  }
}
