package dev.animus4j.chat;

import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a user message: all that was delivered in its exchange.
 *
 * @param messages the texts of the messages, in order: one for a whole reply, else its turns; then
 *     those of follow-ups
 * @param images the images, in order
 * @param imageFailure why an image was not generated; null when none failed
 * @param reasoning the reasoning of the model; null when there is none
 * @param toolCalls the calls the model requests of tools without a function
 * @param usage token usage of all requests; null when the provider reports none
 * @param finishReason why the model ended its latest reply, but {@link FinishReason#LENGTH} if any
 *     was cut off; null if unknown
 */
public record Answer(
    List<String> messages,
    List<GeneratedImage> images,
    @Nullable Failure imageFailure,
    @Nullable String reasoning,
    List<ToolCall> toolCalls,
    @Nullable Usage usage,
    @Nullable FinishReason finishReason) {

  public Answer {
    messages = List.copyOf(messages);
    images = List.copyOf(images);
    toolCalls = List.copyOf(toolCalls);
  }

  /** Whether a reply was cut off at a limit of tokens. */
  public boolean isTruncated() {
    return finishReason == FinishReason.LENGTH;
  }

  /** The text: its messages, each on a line of its own. */
  public String text() {
    return String.join("\n", messages);
  }

  /** The first image; empty when there is none. */
  public Optional<GeneratedImage> image() {
    return images.stream().findFirst();
  }
}
