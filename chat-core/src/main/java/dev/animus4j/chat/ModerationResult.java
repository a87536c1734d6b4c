package dev.animus4j.chat;

import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.FailureOrigin;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Result of moderating one input.
 *
 * @param text the text that may pass; null for none
 * @param failure why there is no verdict; null when there is one
 */
record ModerationResult(
    GuardrailInput input,
    @Nullable String text,
    List<String> categories,
    @Nullable String reason,
    @Nullable AnimusException failure) {
  static final FailureOrigin GUARDRAIL = FailureOrigin.of("guardrail");

  static ModerationResult of(GuardrailInput input, Verdict verdict) {
    if (verdict instanceof Verdict.Withheld withheld) {
      return new ModerationResult(input, null, withheld.categories(), withheld.reason(), null);
    }
    return verdict instanceof Verdict.Replaced replaced
        ? new ModerationResult(input, replaced.text(), replaced.categories(), null, null)
        : new ModerationResult(input, input.text(), List.of(), null, null);
  }

  /** The result without a verdict: withheld. */
  static ModerationResult withoutVerdict(GuardrailInput input, Throwable cause) {
    if (cause instanceof ContentPolicy refusal) {
      return new ModerationResult(input, null, refusal.categories(), null, null);
    }
    return new ModerationResult(input, null, List.of(), null, toAnimusException(cause));
  }

  /** The message of an unknown exception might quote the text, and is not used. */
  private static AnimusException toAnimusException(Throwable cause) {
    return cause instanceof AnimusException known
        ? known
        : new AnimusException.Unavailable(GUARDRAIL, "it failed", false, cause);
  }

  boolean isAllowed() {
    return input.text().equals(text);
  }

  /** The text that may pass; empty for none. */
  Stream<String> allowedText() {
    return Stream.ofNullable(text);
  }

  /** The failure for a withheld text. */
  AnimusException refusal() {
    boolean ofResponse =
        input.stage() == GuardrailStage.OUTPUT || input.stage() == GuardrailStage.REASONING;
    AnimusException.Stage stage =
        ofResponse ? AnimusException.Stage.OUTPUT : AnimusException.Stage.PROMPT;
    FailureOrigin origin = new FailureOrigin(GUARDRAIL.provider(), 0, null, reason);
    return failure == null ? new ContentPolicy(origin, stage, categories) : failure;
  }
}
