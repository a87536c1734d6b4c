package dev.animus4j.chat.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a node asks the one that has a conversation. Each may be asked twice. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeRequest.Send.class, name = "send"),
  @JsonSubTypes.Type(value = NodeRequest.Follow.class, name = "follow"),
  @JsonSubTypes.Type(value = NodeRequest.Interrupt.class, name = "interrupt"),
  @JsonSubTypes.Type(value = NodeRequest.Release.class, name = "release"),
  @JsonSubTypes.Type(value = NodeRequest.Forget.class, name = "forget")
})
public sealed interface NodeRequest {

  /** The conversation that it is about. */
  String conversation();

  /**
   * Sends a message of a user.
   *
   * @param messageId by which a message that is asked for twice is sent once
   * @param entry the message as the JSON of a history entry
   * @param options the name of its options; null for those of the conversation
   */
  record Send(String conversation, String messageId, String entry, @Nullable String options)
      implements NodeRequest {}

  /**
   * Asks for the events after a sequence.
   *
   * @param after the sequence of the last event that is known; negative to ask for that alone
   */
  record Follow(String conversation, long after) implements NodeRequest {}

  /**
   * Interrupts an exchange.
   *
   * @param exchange its id; null for all
   */
  record Interrupt(String conversation, @Nullable String exchange) implements NodeRequest {}

  /**
   * Releases the conversation if nothing is going on in it, so that the asking node can claim it.
   */
  record Release(String conversation) implements NodeRequest {}

  /** Erases the conversation. */
  record Forget(String conversation) implements NodeRequest {}
}
