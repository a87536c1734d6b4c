package dev.animus4j.chat;

import dev.animus4j.chat.event.ModerationAction;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Result of moderating one input.
 *
 * @param text the text that may pass; null for none
 * @param answer the message to deliver instead; null for none
 * @param failure why there is no verdict; null when there is one
 */
record ModerationResult(
    GuardrailInput input,
    @Nullable String text,
    @Nullable String answer,
    List<String> categories,
    @Nullable String reason,
    @Nullable AnimusException failure) {
  static final FailureOrigin GUARDRAIL = FailureOrigin.of("guardrail");

  static ModerationResult of(GuardrailInput input, Verdict verdict) {
    if (verdict instanceof Verdict.Withheld it) {
      return new ModerationResult(input, null, null, it.categories(), it.reason(), null);
    }
    if (verdict instanceof Verdict.Answered it) {
      return new ModerationResult(input, null, it.text(), it.categories(), null, null);
    }
    return verdict instanceof Verdict.Replaced it
        ? new ModerationResult(input, it.text(), null, it.categories(), null, null)
        : new ModerationResult(input, input.text(), null, List.of(), null, null);
  }

  /** The result without a verdict: withheld. */
  static ModerationResult withoutVerdict(GuardrailInput input, Throwable cause) {
    if (cause instanceof ContentPolicy refusal) {
      return new ModerationResult(input, null, null, refusal.categories(), null, null);
    }
    return new ModerationResult(input, null, null, List.of(), null, toAnimusException(cause));
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

  /** What became of a content that is not allowed as it is. */
  ModerationAction action() {
    if (text != null) {
      return ModerationAction.REPLACED;
    }
    return answer == null ? ModerationAction.WITHHELD : ModerationAction.ANSWERED;
  }

  /** The text that may pass; empty for none. */
  Stream<String> allowedText() {
    return Stream.ofNullable(text);
  }

  /** Continues with the text that may pass, or else with the answer; fails if there is neither. */
  Flowable<UnstampedEvent> continueWith(
      Function<String, Flowable<UnstampedEvent>> passed,
      Function<String, Flowable<UnstampedEvent>> answered) {
    if (text != null) {
      return passed.apply(text);
    }
    return answer == null ? Flowable.error(refusal()) : answered.apply(answer);
  }

  /** The events of an image that is not generated; its prompt is not published. */
  Flowable<UnstampedEvent> withheldImageEvents(String imageId) {
    return Flowable.just(
        UnstampedEvents.contentModerated(this),
        UnstampedEvents.imageGenerationFailed(imageId, "", refusal()));
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
