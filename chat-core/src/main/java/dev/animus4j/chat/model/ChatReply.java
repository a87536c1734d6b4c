package dev.animus4j.chat.model;

import dev.animus4j.image.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered, all of it.
 *
 * @param content the text, free of reasoning; may be empty
 * @param reasoning what it thought; null when it did not say
 * @param turns how it would break the text up; empty when it did not say
 * @param next whether it has more to say without being asked
 * @param promised the picture it promises; null when it promises none
 * @param toolCalls what it wants called
 * @param complianceViolations what moderation found, in the provider's words
 * @param account the provider's account of the answer
 * @param pictures what it drew into the answer itself, without promising it first; in the store
 */
public record ChatReply(
    String content,
    @Nullable String reasoning,
    List<String> turns,
    boolean next,
    @Nullable PromisedImage promised,
    List<ToolCall> toolCalls,
    List<String> complianceViolations,
    Account account,
    List<Image> pictures)
    implements ChatPart {
  private static final String SERVER = "server";

  public ChatReply {
    turns = List.copyOf(turns);
    toolCalls = List.copyOf(toolCalls);
    complianceViolations = List.copyOf(complianceViolations);
    pictures = List.copyOf(pictures);
  }

  /** An answer whose promise, if any, the server itself has found. */
  public ChatReply(
      String content,
      @Nullable String reasoning,
      List<String> turns,
      boolean next,
      @Nullable String imagePrompt,
      List<ToolCall> toolCalls,
      List<String> complianceViolations,
      Account account) {
    this(
        content,
        reasoning,
        turns,
        next,
        PromisedImage.of(imagePrompt, SERVER),
        toolCalls,
        complianceViolations,
        account,
        List.of());
  }

  /** Just this text. */
  public static ChatReply of(String content) {
    return new ChatReply(content, null, List.of(), false, null, List.of(), List.of(), Account.NONE);
  }

  /** This reply with other text. */
  public ChatReply saying(String content) {
    return spoken(content, turns, next);
  }

  /** This reply, having thought this before it. */
  public ChatReply thinking(@Nullable String reasoning) {
    return new ChatReply(
        content,
        reasoning,
        turns,
        next,
        promised,
        toolCalls,
        complianceViolations,
        account,
        pictures);
  }

  /** This reply, broken up like this. */
  public ChatReply turns(String... turns) {
    return turns(List.of(turns));
  }

  /** This reply, broken up like this. */
  public ChatReply turns(List<String> turns) {
    return spoken(content, turns, next);
  }

  /** This reply, with more to come. */
  public ChatReply andMore() {
    return spoken(content, turns, true);
  }

  /** This reply, promising a picture, as the server found out. */
  public ChatReply promising(String imagePrompt) {
    return promising(imagePrompt, SERVER);
  }

  /** This reply, promising a picture, which was found out like this. */
  public ChatReply promising(@Nullable String imagePrompt, String detectedBy) {
    return promising(PromisedImage.of(imagePrompt, detectedBy));
  }

  /** This reply, promising this picture, or none. */
  public ChatReply promising(@Nullable PromisedImage promised) {
    return shown(promised, pictures);
  }

  /** This reply, with these pictures in it. */
  public ChatReply drawing(List<Image> pictures) {
    return shown(promised, pictures);
  }

  /** This reply, asking for these calls. */
  public ChatReply calling(ToolCall... toolCalls) {
    return calling(List.of(toolCalls));
  }

  /** This reply, asking for these calls. */
  public ChatReply calling(List<ToolCall> toolCalls) {
    return asked(toolCalls, account);
  }

  /** This reply, also counting what another request took. */
  ChatReply counting(@Nullable Usage more) {
    return asked(toolCalls, account.counting(more));
  }

  /** What the promised picture shall show; null when none is promised. */
  public @Nullable String imagePrompt() {
    return promised == null ? null : promised.prompt();
  }

  /** Whether there is nothing to remember as a message; pictures are remembered by themselves. */
  public boolean isEmpty() {
    return content.isBlank() && toolCalls.isEmpty();
  }

  private ChatReply spoken(String content, List<String> turns, boolean next) {
    return new ChatReply(
        content,
        reasoning,
        turns,
        next,
        promised,
        toolCalls,
        complianceViolations,
        account,
        pictures);
  }

  private ChatReply shown(@Nullable PromisedImage promised, List<Image> pictures) {
    return new ChatReply(
        content,
        reasoning,
        turns,
        next,
        promised,
        toolCalls,
        complianceViolations,
        account,
        pictures);
  }

  private ChatReply asked(List<ToolCall> toolCalls, Account account) {
    return new ChatReply(
        content,
        reasoning,
        turns,
        next,
        promised,
        toolCalls,
        complianceViolations,
        account,
        pictures);
  }
}
