package dev.animus4j.chat.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.Message;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a conversation remembers: a message, and what only we know about it. Models are sent
 * the message alone.
 *
 * @param message what is sent to models
 * @param timestamp when it was said
 * @param replyId turns with the same id were one answer, and are sent as one; null for the rest
 * @param reasoning what the model thought; null when it did not say. Never sent back
 * @param complianceViolations what moderation found
 * @param picture what was shown; null unless this entry stands for a picture
 * @param interrupted whether this is only the beginning of an answer that was cut short
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Entry(
    Message message,
    Instant timestamp,
    @Nullable String replyId,
    @Nullable String reasoning,
    List<String> complianceViolations,
    @Nullable Picture picture,
    boolean interrupted) {

  public Entry {
    complianceViolations =
        complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
  }

  /** A picture that was shown. */
  public record Picture(String prompt, URI location) {}

  /** Just a message. */
  public static Entry of(Message message, Instant timestamp) {
    return new Entry(message, timestamp, null, null, List.of(), null, false);
  }

  /** A picture, which models are told of as {@code <image description="…"/>}. */
  public static Entry of(Picture picture, Instant timestamp) {
    Message told = Message.assistant(ImageTag.of(picture.prompt()));
    return new Entry(told, timestamp, null, null, List.of(), picture, false);
  }

  /** This entry with another message; what was known about the old one stays. */
  public Entry saying(Message message) {
    return new Entry(
        message, timestamp, replyId, reasoning, complianceViolations, picture, interrupted);
  }

  /** The beginning of an answer that was cut short. */
  public static Entry unfinished(String heard, Instant timestamp) {
    return new Entry(Message.assistant(heard), timestamp, null, null, List.of(), null, true);
  }
}
