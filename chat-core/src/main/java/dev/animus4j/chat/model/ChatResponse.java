package dev.animus4j.chat.model;

import dev.animus4j.image.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Complete response of a model.
 *
 * @param content the text, without reasoning; may be empty
 * @param reasoning the reasoning of the model; null when there is none
 * @param turns the turns into which the model splits the text; empty when it gives none
 * @param next whether the model wants to send a follow-up
 * @param promisedImage the image it promises; null when it promises none
 * @param toolCalls the calls it requests
 * @param complianceViolations findings of the provider's moderation, in its own terms
 * @param metadata the provider's metadata of the response
 * @param images images generated in the response itself, without a promise; in the store
 * @param alternatives the other choices, where several were asked for, such as by {@code n} in
 *     {@link Sampling#extra()}; conversations use the first choice, which this response is
 */
public record ChatResponse(
    String content,
    @Nullable String reasoning,
    List<String> turns,
    boolean next,
    @Nullable PromisedImage promisedImage,
    List<ToolCall> toolCalls,
    List<String> complianceViolations,
    ChatResponseMetadata metadata,
    List<Image> images,
    List<ChatResponse> alternatives)
    implements ChatUpdate {
  private static final String SERVER = "server";

  public ChatResponse {
    turns = List.copyOf(turns);
    toolCalls = List.copyOf(toolCalls);
    complianceViolations = List.copyOf(complianceViolations);
    images = List.copyOf(images);
    alternatives = List.copyOf(alternatives);
  }

  /** A response whose promised image, if any, the server itself detected. */
  public ChatResponse(
      String content,
      @Nullable String reasoning,
      List<String> turns,
      boolean next,
      @Nullable String imagePrompt,
      List<ToolCall> toolCalls,
      List<String> complianceViolations,
      ChatResponseMetadata metadata) {
    this(
        content,
        reasoning,
        turns,
        next,
        PromisedImage.of(imagePrompt, SERVER),
        toolCalls,
        complianceViolations,
        metadata,
        List.of(),
        List.of());
  }

  /** A response with only this text. */
  public static ChatResponse of(String content) {
    return new ChatResponse(
        content, null, List.of(), false, null, List.of(), List.of(), ChatResponseMetadata.NONE);
  }

  /** This response with this text. */
  public ChatResponse withContent(String content) {
    return copy(content, reasoning, turns, next);
  }

  /** This response with this reasoning. */
  public ChatResponse withReasoning(@Nullable String reasoning) {
    return copy(content, reasoning, turns, next);
  }

  /** This response with these turns. */
  public ChatResponse withTurns(String... turns) {
    return withTurns(List.of(turns));
  }

  /** This response with these turns. */
  public ChatResponse withTurns(List<String> turns) {
    return copy(content, reasoning, turns, next);
  }

  /** This response, announcing a follow-up. */
  public ChatResponse withNext() {
    return copy(content, reasoning, turns, true);
  }

  /** This response with an image promise that the server detected. */
  public ChatResponse withImagePrompt(String imagePrompt) {
    return withImagePrompt(imagePrompt, SERVER);
  }

  /** This response with an image promise and the name of its detection. */
  public ChatResponse withImagePrompt(@Nullable String imagePrompt, String detectedBy) {
    return withImagePrompt(PromisedImage.of(imagePrompt, detectedBy));
  }

  /** This response, promising this image, or none. */
  public ChatResponse withImagePrompt(@Nullable PromisedImage promised) {
    return copy(promised, toolCalls, metadata, images);
  }

  /** This response with these images. */
  public ChatResponse withImages(List<Image> images) {
    return copy(promisedImage, toolCalls, metadata, images);
  }

  /** This response with these alternatives to it. */
  public ChatResponse withAlternatives(List<ChatResponse> alternatives) {
    return new ChatResponse(
        content,
        reasoning,
        turns,
        next,
        promisedImage,
        toolCalls,
        complianceViolations,
        metadata,
        images,
        alternatives);
  }

  /** This response with these calls. */
  public ChatResponse withToolCalls(ToolCall... toolCalls) {
    return withToolCalls(List.of(toolCalls));
  }

  /** This response with these calls. */
  public ChatResponse withToolCalls(List<ToolCall> toolCalls) {
    return copy(promisedImage, toolCalls, metadata, images);
  }

  /** This response, with the usage of another request added. */
  ChatResponse plusUsage(@Nullable Usage more) {
    return copy(promisedImage, toolCalls, metadata.plusUsage(more), images);
  }

  /** The message of this response, as a request that goes on with it needs it. */
  public Message toMessage() {
    return Message.assistant(content).withToolCalls(toolCalls).withState(metadata.state());
  }

  /** The prompt of the promised image; null when none is promised. */
  public @Nullable String imagePrompt() {
    return promisedImage == null ? null : promisedImage.prompt();
  }

  /** Whether there is nothing to append as a message; images have entries of their own. */
  public boolean isEmpty() {
    return content.isBlank() && toolCalls.isEmpty();
  }

  private ChatResponse copy(
      String content, @Nullable String reasoning, List<String> turns, boolean next) {
    return new ChatResponse(
        content,
        reasoning,
        turns,
        next,
        promisedImage,
        toolCalls,
        complianceViolations,
        metadata,
        images,
        alternatives);
  }

  private ChatResponse copy(
      @Nullable PromisedImage promised,
      List<ToolCall> toolCalls,
      ChatResponseMetadata replyMetadata,
      List<Image> images) {
    return new ChatResponse(
        content,
        reasoning,
        turns,
        next,
        promised,
        toolCalls,
        complianceViolations,
        replyMetadata,
        images,
        alternatives);
  }
}
