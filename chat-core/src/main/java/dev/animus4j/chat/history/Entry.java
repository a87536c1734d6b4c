package dev.animus4j.chat.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.Image;
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
 * @param summary whether this stands for all entries before it, which models are no longer sent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Entry(
    Message message,
    Instant timestamp,
    @Nullable String replyId,
    @Nullable String reasoning,
    List<String> complianceViolations,
    @Nullable Picture picture,
    boolean interrupted,
    boolean summary) {

  public Entry {
    complianceViolations =
        complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
  }

  /** One thing that was said. */
  public Entry(
      Message message,
      Instant timestamp,
      @Nullable String replyId,
      @Nullable String reasoning,
      List<String> complianceViolations,
      @Nullable Picture picture,
      boolean interrupted) {
    this(message, timestamp, replyId, reasoning, complianceViolations, picture, interrupted, false);
  }

  /**
   * A picture that was shown.
   *
   * @param location where it is kept
   * @param format what it is; null when unknown
   * @param published where its provider published it; null when it did not. May expire
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Picture(
      String prompt, URI location, Image.@Nullable Format format, @Nullable URI published) {

    /** A picture of which not more is known. */
    public Picture(String prompt, URI location) {
      this(prompt, location, null, null);
    }

    /** A picture of ours, described like this. */
    public static Picture of(String prompt, Image image) {
      return new Picture(prompt, image.location(), image.format(), image.lineage().published());
    }
  }

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
        message,
        timestamp,
        replyId,
        reasoning,
        complianceViolations,
        picture,
        interrupted,
        summary);
  }

  /** What was said up to here, in short; models are told of it as an answer to that question. */
  public static Entry summary(String notes, Instant timestamp) {
    Message told = Message.assistant(notes);
    return new Entry(told, timestamp, null, null, List.of(), null, false, true);
  }

  /** The beginning of an answer that was cut short. */
  public static Entry unfinished(String heard, Instant timestamp) {
    return new Entry(Message.assistant(heard), timestamp, null, null, List.of(), null, true);
  }
}
