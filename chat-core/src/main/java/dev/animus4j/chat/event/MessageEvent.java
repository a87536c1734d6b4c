package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.ToolCall;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
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
   * A user message is appended to the history, unless that is off, and will be answered. It has
   * passed the guardrail, which may have replaced its text.
   *
   * @param content the text; of merged messages, one per line
   * @param images locations of the attached images
   */
  @JsonTypeName("messageReceived")
  record MessageReceived(
      @JsonUnwrapped EventStamp stamp, @JsonInclude String content, List<URI> images)
      implements MessageEvent {
    public MessageReceived {
      images = images == null ? List.of() : List.copyOf(images);
    }

    @Override
    public MessageReceived withImageUrls(UnaryOperator<URI> change) {
      return new MessageReceived(stamp, content, images.stream().map(change).toList());
    }
  }

  /**
   * The model's next message is being written. A turn has its text already, since only its typing
   * delay is awaited; a whole reply and a follow-up have none yet.
   *
   * @param content the text of a turn; empty for all others
   * @param turnIndex from 0; only of turns
   * @param totalTurns of the reply; only of turns, and while the reply is streamed only of the last
   * @param complianceViolations findings of moderation in the reply; only of turns
   */
  @JsonTypeName("messageStart")
  record MessageStarted(
      @JsonUnwrapped EventStamp stamp,
      MessageType messageType,
      @JsonInclude String content,
      @Nullable Integer turnIndex,
      @Nullable Integer totalTurns,
      @JsonProperty("compliance_violations") List<String> complianceViolations)
      implements MessageEvent {
    public MessageStarted {
      complianceViolations =
          complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
    }
  }

  /**
   * The next delta of a reply that is streamed and not delivered in turns. A slow subscriber
   * receives several deltas merged into one. Findings of moderation are known only at the end, so
   * {@link MessageCompleted} has them.
   */
  @JsonTypeName("messageTokens")
  record MessageTokens(@JsonUnwrapped EventStamp stamp, @JsonInclude String content)
      implements MessageEvent {}

  /**
   * The next delta of the reasoning of a reply that is streamed, before its text. A slow subscriber
   * receives several deltas merged into one. After {@link ExchangeEvent.AttemptFailed} the
   * reasoning begins anew; {@link MessageCompleted} has all of it. With a guardrail for replies or
   * reasoning there are none.
   */
  @JsonTypeName("reasoningTokens")
  record ReasoningTokens(@JsonUnwrapped EventStamp stamp, @JsonInclude String content)
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
   * @param provider which provider replied, by the name of its endpoint; only on the last message
   *     of the reply, null if unknown
   * @param model which model replied, by the provider's name of it; like {@code provider}
   * @param complianceViolations findings of moderation in the reply
   * @param finishReason why the model ended the reply, {@link FinishReason#LENGTH} if it was cut
   *     off; only on the last message of the reply, null if unknown
   * @param responseId the provider's id of the response; like {@code provider}
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
      @Nullable String provider,
      @Nullable String model,
      @JsonProperty("compliance_violations") List<String> complianceViolations,
      @Nullable FinishReason finishReason,
      @Nullable String responseId)
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
   * @param totalTurns the number of dropped messages that are known. The message that is awaited or
   *     typed counts, and so does a promised image
   */
  @JsonTypeName("messagesCancelled")
  record MessagesCancelled(@JsonUnwrapped EventStamp stamp, int totalTurns, String reason)
      implements MessageEvent {}
}
