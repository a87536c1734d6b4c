package dev.animus4j.chat.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.Image;
import dev.animus4j.image.Image.Format;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entry of the history: a message, and metadata of it. Only the message is sent to models.
 *
 * @param message the message sent to models
 * @param timestamp the time of the message
 * @param replyId turns with the same id are one reply, and are sent as one; null for all others
 * @param reasoning the reasoning of the model; null when there is none. Never sent back
 * @param complianceViolations findings of moderation
 * @param picture the image that was shown; null unless this entry stands for an image
 * @param interrupted whether this is only the beginning of an interrupted reply
 * @param summary whether this summarises all entries before it, which are no longer sent
 * @param excluded what of it is kept for display only and not sent to models, because a provider
 *     refused it for good; null for nothing
 * @param finishReason why the provider ended a reply before its end, such as {@link
 *     FinishReason#LENGTH}, on its last entry; null for all others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
    Message message,
    Instant timestamp,
    @Nullable String replyId,
    @Nullable String reasoning,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> complianceViolations,
    @Nullable ImageReference picture,
    boolean interrupted,
    boolean summary,
    @Nullable Exclusion excluded,
    @Nullable FinishReason finishReason) {

  /** What of an entry is not sent to models. */
  public enum Exclusion {
    /** All of it. */
    MESSAGE,
    /** All but its text: tool calls and their results, provider state, and attached images. */
    ALL_BUT_TEXT
  }

  public HistoryEntry {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(timestamp, "timestamp");
    complianceViolations =
        complianceViolations == null ? List.of() : List.copyOf(complianceViolations);
  }

  /** An entry that is not a summary. */
  public HistoryEntry(
      Message message,
      Instant timestamp,
      @Nullable String replyId,
      @Nullable String reasoning,
      List<String> complianceViolations,
      @Nullable ImageReference imageReference,
      boolean interrupted) {
    this(
        message,
        timestamp,
        replyId,
        reasoning,
        complianceViolations,
        imageReference,
        interrupted,
        false,
        null,
        null);
  }

  /**
   * Image that was shown.
   *
   * @param location in the store
   * @param format of the file; null when unknown
   * @param published address at which its provider published it; null for none. May expire
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ImageReference(
      String prompt, URI location, @Nullable Format format, @Nullable URI published) {

    /** Rejects a null prompt and a null location. */
    public ImageReference {
      Objects.requireNonNull(prompt, "prompt");
      Objects.requireNonNull(location, "location");
    }

    /** An image without further metadata. */
    public ImageReference(String prompt, URI location) {
      this(prompt, location, null, null);
    }

    /** A generated image with this description. */
    public static ImageReference of(String prompt, Image image) {
      return new ImageReference(
          prompt, image.location(), image.format(), image.lineage().published());
    }
  }

  /** An entry for a message without metadata. */
  public static HistoryEntry of(Message message, Instant timestamp) {
    return new HistoryEntry(message, timestamp, null, null, List.of(), null, false);
  }

  /** An entry for an image, sent to models as {@code <image description="…"/>}. */
  public static HistoryEntry of(ImageReference imageReference, Instant timestamp) {
    Message message = Message.assistant(ImageTag.of(imageReference.prompt()));
    return new HistoryEntry(message, timestamp, null, null, List.of(), imageReference, false);
  }

  /**
   * The JSON of this entry in UTF-8: one line, with all that {@link #parse} needs. Attached images
   * are in it by their location; those by their bytes, which the history of a client never has, in
   * Base64.
   */
  public Buffer toJson() {
    return HistoryEntryJson.write(this);
  }

  /**
   * Parses the JSON of {@link #toJson}. Unknown fields are ignored.
   *
   * @throws dev.animus4j.failure.AnimusException.Protocol when it is not an entry, or lacks
   *     required fields; the message quotes nothing of it
   */
  public static HistoryEntry parse(Buffer json) {
    return HistoryEntryJson.read(json);
  }

  /** This entry with this message and the same metadata. */
  public HistoryEntry withMessage(Message message) {
    return copy(message, excluded, finishReason);
  }

  /** This entry, without this part of it for models. */
  public HistoryEntry withExcluded(@Nullable Exclusion excluded) {
    return copy(message, excluded, finishReason);
  }

  /** This entry of a reply that ended for this reason; the usual ones are not kept. */
  public HistoryEntry withFinishReason(@Nullable FinishReason reason) {
    boolean isUsual = reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
    return isUsual ? copy(message, excluded, null) : copy(message, excluded, reason);
  }

  private HistoryEntry copy(
      Message message, @Nullable Exclusion excluded, @Nullable FinishReason finishReason) {
    return new HistoryEntry(
        message,
        timestamp,
        replyId,
        reasoning,
        complianceViolations,
        picture,
        interrupted,
        summary,
        excluded,
        finishReason);
  }

  /** Whether models are sent anything of it. */
  @JsonIgnore
  public boolean isSent() {
    return excluded != Exclusion.MESSAGE;
  }

  /** Whether models are sent more of it than its text. */
  @JsonIgnore
  public boolean sendsMoreThanText() {
    return excluded == null
        && (message.toolCallId() != null
            || message.state() != null
            || !message.toolCalls().isEmpty()
            || !message.attachments().isEmpty());
  }

  /** A summary of the entries before; sent as the reply to a question for it. */
  public static HistoryEntry summary(String notes, Instant timestamp) {
    Message message = Message.assistant(notes);
    return new HistoryEntry(
        message, timestamp, null, null, List.of(), null, false, true, null, null);
  }

  /** The beginning of an interrupted reply. */
  public static HistoryEntry partialResponse(String text, Instant timestamp) {
    return new HistoryEntry(Message.assistant(text), timestamp, null, null, List.of(), null, true);
  }
}
