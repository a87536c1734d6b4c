package dev.animus4j.chat.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node replies to a {@link NodeRequest}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeReply.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = NodeReply.Waiting.class, name = "waiting"),
  @JsonSubTypes.Type(value = NodeReply.Elsewhere.class, name = "elsewhere"),
  @JsonSubTypes.Type(value = NodeReply.Events.class, name = "events"),
  @JsonSubTypes.Type(value = NodeReply.Done.class, name = "done"),
  @JsonSubTypes.Type(value = NodeReply.Erased.class, name = "erased"),
  @JsonSubTypes.Type(value = NodeReply.Failed.class, name = "failed")
})
public sealed interface NodeReply {

  /**
   * The message has an exchange.
   *
   * @param exchange its id
   * @param after a sequence that its events follow
   */
  record Accepted(String exchange, long after) implements NodeReply {}

  /** The message waits for its turn; ask again. */
  record Waiting() implements NodeReply {}

  /** The node does not have the conversation. */
  record Elsewhere() implements NodeReply {}

  /**
   * Events of the conversation.
   *
   * @param last the sequence of the latest that the node knows
   * @param events as JSON each; the next ones after the sequence that was asked for
   */
  record Events(long last, List<String> events) implements NodeReply {}

  /**
   * It was done, or could not be.
   *
   * @param changed whether it had an effect
   */
  record Done(boolean changed) implements NodeReply {}

  /** What became of a conversation that was erased. */
  record Erased(boolean existed, List<String> pendingImages) implements NodeReply {}

  /**
   * It failed.
   *
   * @param kind of the failure
   * @param message what happened
   */
  record Failed(String kind, String message, boolean mayHaveRun, @Nullable Long retryAfterMs)
      implements NodeReply {}
}
