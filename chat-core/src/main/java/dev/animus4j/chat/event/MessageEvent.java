package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.animus4j.chat.model.ToolCall;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Event of a message. */
public sealed interface MessageEvent extends ChatEvent {

  /**
   * A user message waits in the queue of the conversation.
   *
   * @param content the text; empty while it awaits moderation
   * @param position number of messages before it, including the one being answered
   */
  @JsonTypeName("messageQueued")
  record MessageQueued(@JsonUnwrapped EventStamp stamp, @JsonInclude String content, int position)
      implements MessageEvent {}

  /**
   * The start of a message. A regular one has the text of the <em>user</em> message that is being
   * answered; a turn its own text, while it is being typed; a follow-up none yet.
   *
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the reply; only of turns, and while the reply is streamed only of the last
   * @param images locations of the images attached by the user
   * @param complianceViolations findings of moderation in the reply; only of turns
   */
  @JsonTypeName("messageStart")
  record MessageStarted(
      @JsonUnwrapped EventStamp stamp,
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
   * The next delta of a reply that is streamed and not delivered in turns; to a slow subscriber,
   * several merged. Findings of moderation are known at the end: they are in {@link
   * MessageCompleted}.
   */
  @JsonTypeName("messageTokens")
  record MessageTokens(@JsonUnwrapped EventStamp stamp, @JsonInclude String content)
      implements MessageEvent {}

  /**
   * A message is delivered, and appended to the history.
   *
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the reply; only of turns, and while the reply is streamed only of the last
   * @param totalMessages of the reply; only on its last message
   * @param reasoning the reasoning of the model; only on the first message of the reply, or on the
   *     last if turns were delivered while it was streamed
   * @param toolCalls the calls the model requests; only on the last message of the reply
   * @param imagePrompt the prompt of the promised image; only on the last message of the reply
   * @param complianceViolations findings of moderation in the reply
   */
  @JsonTypeName("messageComplete")
  record MessageCompleted(
      @JsonUnwrapped EventStamp stamp,
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

  /** The message failed; there is no reply. */
  @JsonTypeName("messageError")
  record MessageFailed(@JsonUnwrapped EventStamp stamp, Failure error) implements MessageEvent {}

  /**
   * The rest of the reply is dropped.
   *
   * @param totalTurns number of dropped messages, as far as known, including the one being awaited
   *     or typed and a promised image
   */
  @JsonTypeName("messagesCancelled")
  record MessagesCancelled(@JsonUnwrapped EventStamp stamp, int totalTurns, String reason)
      implements MessageEvent {}
}
