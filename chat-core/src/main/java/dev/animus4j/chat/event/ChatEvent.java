package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * Event of a conversation. Events of one conversation are published in the order of their sequence.
 * Each start has exactly one end: a message is completed, failed or cancelled, an image or a tool
 * call completed or failed, an exchange completed. {@link MessageEvent.MessagesCancelled} ends any
 * message that was started. Only the image of a prompt that a guardrail withheld fails without
 * having started.
 *
 * <p>The JSON of an event is one flat object, which has {@code type}, the fields of the {@link
 * EventStamp} and the fields of the event itself. An event that the Animus SDK for TypeScript has
 * too uses the names of that SDK.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface ChatEvent
    permits MessageEvent, ToolEvent, ImageEvent, ExchangeEvent, UnknownEvent {

  /** Conversation, exchange, sequence and time. */
  @JsonUnwrapped
  EventStamp stamp();

  /** The name of this type of event, as in JSON. */
  default String type() {
    return getClass().getAnnotation(JsonTypeName.class).value();
  }

  /**
   * This event with other addresses of its images, such as those at which a browser finds them. An
   * event without images is the same.
   *
   * @param change gives the new address of each
   */
  default ChatEvent withImageUrls(UnaryOperator<URI> change) {
    return this;
  }

  /** The id of the conversation. */
  default String conversationId() {
    return stamp().conversationId();
  }

  /** The id of the exchange: a user message and all that follows from it. */
  default String exchangeId() {
    return stamp().exchangeId();
  }

  /** The sequence number within the conversation, from 1. */
  default long sequence() {
    return stamp().sequence();
  }
}
