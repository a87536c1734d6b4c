package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Event of the course of an exchange. */
public sealed interface ExchangeEvent extends ChatEvent {

  /** The model will send a follow-up. */
  @JsonTypeName("followUpScheduled")
  record FollowUpScheduled(@JsonUnwrapped EventStamp stamp, long delayMs)
      implements ExchangeEvent {}

  /** The model announced a follow-up that is not allowed. */
  @JsonTypeName("followUpBlocked")
  record FollowUpBlocked(@JsonUnwrapped EventStamp stamp, FollowUpBlockReason reason)
      implements ExchangeEvent {}

  /**
   * A failed attempt that will be retried.
   *
   * @param phase {@code chat} or {@code image}
   * @param attempt from 1
   * @param provider where it failed, by the name of the endpoint, or the part of this SDK
   */
  @JsonTypeName("attemptFailed")
  record AttemptFailed(
      @JsonUnwrapped EventStamp stamp,
      String phase,
      int attempt,
      long delayMs,
      String provider,
      Failure error)
      implements ExchangeEvent {}

  /**
   * A guardrail replaced, withheld or answered a content, which the event does not contain. It is
   * published before what is delivered instead; that of an image after the text of its reply, and
   * then {@link ImageEvent.ImageGenerationFailed} follows. Allowed content has no event.
   *
   * @param categories of the objection
   * @param reason for the user; null for none
   * @param error the failure of the guardrail that caused the content to be withheld; null if the
   *     guardrail gave a verdict
   */
  @JsonTypeName("moderation")
  record ContentModerated(
      @JsonUnwrapped EventStamp stamp,
      GuardrailStage stage,
      ModerationAction action,
      List<String> categories,
      @Nullable String reason,
      @Nullable Failure error)
      implements ExchangeEvent {
    public ContentModerated {
      categories = categories == null ? List.of() : List.copyOf(categories);
    }
  }

  /**
   * An exchange, which is all that follows from one user message, has ended. This is the last event
   * of every exchange.
   *
   * @param messages number of messages delivered
   * @param images number of images delivered
   * @param usage token usage of all responses; null when the provider reports none
   * @param modelUsages the same for each model that responded, in order of its first response
   */
  @JsonTypeName("exchangeComplete")
  record ExchangeCompleted(
      @JsonUnwrapped EventStamp stamp,
      ExchangeOutcome outcome,
      int messages,
      int images,
      @Nullable Usage usage,
      List<ModelUsage> modelUsages,
      long elapsedMs)
      implements ExchangeEvent {
    public ExchangeCompleted {
      modelUsages = modelUsages == null ? List.of() : List.copyOf(modelUsages);
    }
  }
}
