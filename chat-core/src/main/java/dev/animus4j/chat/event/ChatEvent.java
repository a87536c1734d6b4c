package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Something that happened in a conversation. Events of one conversation are told in the order of
 * their sequence. What starts has exactly one end: a message is completed, failed or cancelled, a
 * picture or a call of a tool completed or failed, an exchange completed. {@link
 * MessageEvent.MessagesCancelled} ends whatever message was begun.
 *
 * <p>The JSON of an event is flat, with {@code type} and the fields of its {@link Stamp} beside its
 * own; where the Animus SDK for TypeScript has the event, with the names used there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface ChatEvent permits MessageEvent, ToolEvent, ImageEvent, ExchangeEvent {

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
}
