package dev.animus4j.chat.guard;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.PromptRules;
import io.reactivex.rxjava3.core.Single;
import java.util.EnumSet;
import java.util.function.Function;

/**
 * Judges content. As a lambda it judges every {@link GuardrailStage}.
 *
 * <p>Fails closed: when it fails, or gives no verdict in time, the content is withheld, and the
 * failure is in the event. {@link AnimusException.ContentPolicy} is a verdict: withheld, with its
 * categories. To fail open, use {@code moderate(input).onErrorReturnItem(Verdict.allow())}.
 */
@FunctionalInterface
public interface Guardrail {

  /**
   * Judges {@code input}. Called on the context of the conversation, which must not be blocked, and
   * concurrently for the parts of one reply; may emit on any thread. Reasons, categories and
   * failures are published in events, so they should not quote the text.
   */
  Single<Verdict> moderate(GuardrailInput input);

  /** Whether it judges this stage; if not, it is not called, and nothing is delayed. */
  default boolean appliesTo(GuardrailStage stage) {
    return true;
  }

  /** This guardrail, then {@code next} on its result, unless that is withheld. */
  default Guardrail andThen(Guardrail next) {
    return new ChainedGuardrail(this, next);
  }

  /** This guardrail for these stages only; all others are allowed. */
  default Guardrail limitTo(GuardrailStage stage, GuardrailStage... more) {
    return new StageLimitedGuardrail(this, EnumSet.of(stage, more));
  }

  /** Allows everything. */
  static Guardrail none() {
    return new StageLimitedGuardrail(
        input -> Single.fromCallable(Verdict::allow), EnumSet.noneOf(GuardrailStage.class));
  }

  /** Judges user messages. */
  static Guardrail onInput(Function<GuardrailInput, Verdict> verdict) {
    return of(verdict).limitTo(GuardrailStage.INPUT);
  }

  /** Judges replies and reasoning of models. */
  static Guardrail onOutput(Function<GuardrailInput, Verdict> verdict) {
    return of(verdict).limitTo(GuardrailStage.OUTPUT, GuardrailStage.REASONING);
  }

  /** Judges image prompts. */
  static Guardrail onImagePrompt(Function<GuardrailInput, Verdict> verdict) {
    return of(verdict).limitTo(GuardrailStage.IMAGE_PROMPT);
  }

  /** Judges every stage with a synchronous function. */
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

  /** Withholds what breaks these rules: {@code of(rules).limitTo(GuardrailStage.IMAGE_PROMPT)}. */
  static Guardrail of(PromptRules rules) {
    return of(
        input -> {
          rules.check(input.text());
          return Verdict.allow();
        });
  }

  /**
   * Withholds reply, reasoning and image prompt when the provider's own moderation found something
   * in the response.
   */
  static Guardrail providerModeration() {
    Guardrail strict = of(ProviderVerdict::verdict);
    return strict.limitTo(
        GuardrailStage.OUTPUT, GuardrailStage.REASONING, GuardrailStage.IMAGE_PROMPT);
  }
}
