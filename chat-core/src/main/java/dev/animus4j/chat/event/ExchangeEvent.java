package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something about how an exchange goes on. */
public sealed interface ExchangeEvent extends ChatEvent {

  /** The model will go on by itself. */
  @JsonTypeName("followUpScheduled")
  record FollowUpScheduled(@JsonUnwrapped Stamp stamp, long delayMs) implements ExchangeEvent {}

  /** The model would go on by itself, and may not. */
  @JsonTypeName("followUpBlocked")
  record FollowUpBlocked(@JsonUnwrapped Stamp stamp, FollowUpBlock reason)
      implements ExchangeEvent {}

  /**
   * An attempt failed and will be repeated.
   *
   * @param phase {@code chat} or {@code image}
   * @param attempt from 1
   */
  @JsonTypeName("attemptFailed")
  record AttemptFailed(
      @JsonUnwrapped Stamp stamp, String phase, int attempt, long delayMs, Failure error)
      implements ExchangeEvent {}

  /**
   * A guardrail did not let something be said or drawn as it was; what that was is not told. It
   * comes before whatever is said instead, and nothing is told of what is allowed.
   *
   * @param categories what was objected to
   * @param reason for the user; null for none
   * @param error why there is no verdict, so that it was withheld to be safe; null when there is
   */
  @JsonTypeName("moderation")
  record ContentModerated(
      @JsonUnwrapped Stamp stamp,
      Stage stage,
      Moderation action,
      List<String> categories,
      @Nullable String reason,
      @Nullable Failure error)
      implements ExchangeEvent {
    public ContentModerated {
      categories = categories == null ? List.of() : List.copyOf(categories);
    }
  }

  /**
   * All that followed from one message of the user is over. The last event of every exchange.
   *
   * @param messages how many messages were delivered
   * @param images how many pictures were delivered
   * @param usage what the provider counted, over all its answers; null when it did not
   */
  @JsonTypeName("exchangeComplete")
  record ExchangeCompleted(
      @JsonUnwrapped Stamp stamp,
      Outcome outcome,
      int messages,
      int images,
      @Nullable Usage usage,
      long elapsedMs)
      implements ExchangeEvent {}
}
