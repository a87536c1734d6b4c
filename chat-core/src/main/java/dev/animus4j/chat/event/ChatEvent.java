package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a conversation. Events of one conversation are told in the order of
 * their sequence. What starts has exactly one end: a message is completed, failed or cancelled, a
 * picture completed or failed, an exchange completed. {@link MessagesCancelled} ends whatever
 * message was begun.
 *
 * <p>The JSON of an event is flat, with {@code type} and the fields of its {@link Stamp} beside its
 * own; where the Animus SDK for TypeScript has the event, with the names used there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface ChatEvent {

  /** When and where. */
  @JsonUnwrapped
  Stamp stamp();

  /** The name of this kind of event, as in JSON. */
  default String type() {
    return getClass().getAnnotation(JsonTypeName.class).value();
  }

  /** Which conversation. */
  default String conversationId() {
    return stamp().conversationId();
  }

  /** Which message of the user, with all that follows from it. */
  default String exchangeId() {
    return stamp().exchangeId();
  }

  /** Which event of the conversation, from 1. */
  default long sequence() {
    return stamp().sequence();
  }

  /**
   * A message of the user waits until the conversation has time for it.
   *
   * @param position how many messages are before it, the one being answered included
   */
  @JsonTypeName("messageQueued")
  record MessageQueued(@JsonUnwrapped Stamp stamp, @JsonInclude String content, int position)
      implements ChatEvent {}

  /**
   * A message begins. A regular one carries the text of the <em>user</em>, which is being answered;
   * a turn its own text, while it is being typed; a follow-up nothing yet.
   *
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the answer; only of turns
   */
  @JsonTypeName("messageStart")
  record MessageStarted(
      @JsonUnwrapped Stamp stamp,
      MessageType messageType,
      @JsonInclude String content,
      @Nullable Integer turnIndex,
      @Nullable Integer totalTurns)
      implements ChatEvent {}

  /** The next piece of an answer that is being streamed. */
  @JsonTypeName("messageTokens")
  record MessageTokens(@JsonUnwrapped Stamp stamp, @JsonInclude String content)
      implements ChatEvent {}

  /**
   * A message is delivered, and remembered.
   *
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the answer; only of turns
   * @param totalMessages of the answer; only on its last message
   * @param reasoning what the model thought; only on the first message of the answer
   * @param toolCalls what the model wants called; only on the last message of the answer
   * @param imagePrompt what the promised picture will show; only on the last message of the answer
   * @param complianceViolations what moderation found in the answer
   */
  @JsonTypeName("messageComplete")
  record MessageCompleted(
      @JsonUnwrapped Stamp stamp,
      MessageType messageType,
      @JsonInclude String content,
      @Nullable Integer turnIndex,
      @Nullable Integer totalTurns,
      @Nullable Integer totalMessages,
      @Nullable String reasoning,
      List<ToolCall> toolCalls,
      @Nullable String imagePrompt,
      @JsonProperty("compliance_violations") List<String> complianceViolations)
      implements ChatEvent {
    public MessageCompleted {
      toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
      complianceViolations =
          complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
    }
  }

  /** There is no answer. */
  @JsonTypeName("messageError")
  record MessageFailed(@JsonUnwrapped Stamp stamp, Failure error) implements ChatEvent {}

  /**
   * What was still to be said will not be said.
   *
   * @param totalTurns how many messages were dropped, the one being awaited or typed and a promised
   *     picture included
   */
  @JsonTypeName("messagesCancelled")
  record MessagesCancelled(@JsonUnwrapped Stamp stamp, int totalTurns, String reason)
      implements ChatEvent {}

  /**
   * The answer promised a picture, and all of it is delivered.
   *
   * @param detectedBy how that was found out: {@code server}, {@code tool}, {@code markup}, {@code
   *     classifier}
   */
  @JsonTypeName("imagePromptDetected")
  record ImagePromptDetected(@JsonUnwrapped Stamp stamp, String prompt, String detectedBy)
      implements ChatEvent {}

  /** A picture is being made. */
  @JsonTypeName("imageGenerationStart")
  record ImageGenerationStarted(@JsonUnwrapped Stamp stamp, String imageId, String prompt)
      implements ChatEvent {}

  /**
   * A picture is on its way.
   *
   * @param index from 0
   * @param imageUrl an unfinished picture to look at
   */
  @JsonTypeName("imageGenerationProgress")
  record ImageGenerationProgressed(
      @JsonUnwrapped Stamp stamp, String imageId, int index, @Nullable URI imageUrl)
      implements ChatEvent {}

  /** A picture is in the store, and remembered. */
  @JsonTypeName("imageGenerationComplete")
  record ImageGenerationCompleted(
      @JsonUnwrapped Stamp stamp, String imageId, @JsonUnwrapped Picture picture)
      implements ChatEvent {}

  /** There is no picture. What was said stands. */
  @JsonTypeName("imageGenerationError")
  record ImageGenerationFailed(
      @JsonUnwrapped Stamp stamp, String imageId, String prompt, Failure error)
      implements ChatEvent {}

  /** The model will go on by itself. */
  @JsonTypeName("followUpScheduled")
  record FollowUpScheduled(@JsonUnwrapped Stamp stamp, long delayMs) implements ChatEvent {}

  /** The model would go on by itself, and may not. */
  @JsonTypeName("followUpBlocked")
  record FollowUpBlocked(@JsonUnwrapped Stamp stamp, FollowUpBlock reason) implements ChatEvent {}

  /**
   * An attempt failed and will be repeated.
   *
   * @param phase {@code chat} or {@code image}
   * @param attempt from 1
   */
  @JsonTypeName("attemptFailed")
  record AttemptFailed(
      @JsonUnwrapped Stamp stamp, String phase, int attempt, long delayMs, Failure error)
      implements ChatEvent {}

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
      implements ChatEvent {}
}
