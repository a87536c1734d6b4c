package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.animus4j.chat.model.ToolCall;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something about what is said. */
public sealed interface MessageEvent extends ChatEvent {

  /**
   * A message of the user waits until the conversation has time for it.
   *
   * @param content the text; empty while a guardrail still has to judge it
   * @param position how many messages are before it, the one being answered included
   */
  @JsonTypeName("messageQueued")
  record MessageQueued(@JsonUnwrapped Stamp stamp, @JsonInclude String content, int position)
      implements MessageEvent {}

  /**
   * A message begins. A regular one carries the text of the <em>user</em>, which is being answered;
   * a turn its own text, while it is being typed; a follow-up nothing yet.
   *
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the answer; only of turns, and of an answer that is still being made only
   *     of the last
   * @param images where the pictures are that the user shows
   * @param complianceViolations what moderation found in the answer; only of turns
   */
  @JsonTypeName("messageStart")
  record MessageStarted(
      @JsonUnwrapped Stamp stamp,
      MessageType messageType,
      @JsonInclude String content,
      @Nullable Integer turnIndex,
      @Nullable Integer totalTurns,
      List<URI> images,
      @JsonProperty("compliance_violations") List<String> complianceViolations)
      implements MessageEvent {
    public MessageStarted {
      images = images == null ? List.of() : List.copyOf(images);
      complianceViolations =
          complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
    }
  }

  /**
   * The next piece of an answer that is being streamed, and is not told in turns; to a slow
   * listener, the next pieces. What moderation finds is known at the end: it is told with {@link
   * MessageCompleted}.
   */
  @JsonTypeName("messageTokens")
  record MessageTokens(@JsonUnwrapped Stamp stamp, @JsonInclude String content)
      implements MessageEvent {}

  /**
   * A message is delivered, and remembered.
   *
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the answer; only of turns, and of an answer that is still being made only
   *     of the last
   * @param totalMessages of the answer; only on its last message
   * @param reasoning what the model thought; only on the first message of the answer, or on the
   *     last if turns were delivered while it was being made
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
      implements MessageEvent {
    public MessageCompleted {
      toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
      complianceViolations =
          complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
    }
  }

  /** There is no answer. */
  @JsonTypeName("messageError")
  record MessageFailed(@JsonUnwrapped Stamp stamp, Failure error) implements MessageEvent {}

  /**
   * What was still to be said will not be said.
   *
   * @param totalTurns how many messages were dropped, as far as is known, the one being awaited or
   *     typed and a promised picture included
   */
  @JsonTypeName("messagesCancelled")
  record MessagesCancelled(@JsonUnwrapped Stamp stamp, int totalTurns, String reason)
      implements MessageEvent {}
}
