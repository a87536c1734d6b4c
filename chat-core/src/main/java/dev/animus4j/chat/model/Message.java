package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, with exactly the fields that are sent to a model.
 *
 * @param role of the author
 * @param content the text; empty when an assistant only calls tools
 * @param name distinguishes participants of the same role; providers accept {@code
 *     [a-zA-Z0-9_-]{1,64}}
 * @param toolCalls calls requested by an assistant
 * @param toolCallId id of the call whose result a {@link Role#TOOL} message is; required there
 * @param attachments images of a {@link Role#USER} message
 * @param state what the provider that wrote it wants back with it; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Message(
    Role role,
    String content,
    @Nullable String name,
    @JsonProperty("tool_calls") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ToolCall> toolCalls,
    @JsonProperty("tool_call_id") @Nullable String toolCallId,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Attachment> attachments,
    @Nullable ProviderState state) {

  public Message {
    Objects.requireNonNull(role, "role");
    content = content == null ? "" : content;
    toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    attachments = attachments == null ? List.of() : List.copyOf(attachments);
    if (role != Role.USER && !attachments.isEmpty()) {
      throw new IllegalArgumentException("only users show pictures");
    }
    if (role == Role.TOOL && (toolCallId == null || toolCallId.isBlank())) {
      throw new IllegalArgumentException("a tool message needs the id of the call it answers");
    }
  }

  /** A message without provider state. */
  public Message(
      Role role,
      String content,
      @Nullable String name,
      List<ToolCall> toolCalls,
      @Nullable String toolCallId,
      List<Attachment> attachments) {
    this(role, content, name, toolCalls, toolCallId, attachments, null);
  }

  /** A system message: instructions for the whole conversation. */
  public static Message system(String content) {
    return of(Role.SYSTEM, content);
  }

  /** A user message. */
  public static Message user(String content) {
    return of(Role.USER, content);
  }

  /** A message of the model. */
  public static Message assistant(String content) {
    return of(Role.ASSISTANT, content);
  }

  /** The result of a tool call. */
  public static Message tool(String toolCallId, String content) {
    return new Message(Role.TOOL, content, null, List.of(), toolCallId, List.of());
  }

  /** This message with this text. */
  public Message withContent(String content) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments, state);
  }

  /** This message with these calls. */
  public Message withToolCalls(List<ToolCall> toolCalls) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments, state);
  }

  /** This message with these images. */
  public Message withAttachments(Attachment... attachments) {
    return withAttachments(List.of(attachments));
  }

  /** This message with these images. */
  public Message withAttachments(List<Attachment> attachments) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments, state);
  }

  /** This message with a line of words in place of its images. */
  public Message withAttachmentsAsWords() {
    return attachments.isEmpty()
        ? this
        : withContent((content + "\n(A picture was shown here.)").strip())
            .withAttachments(List.of());
  }

  /** This message with this state of its provider. */
  public Message withState(@Nullable ProviderState state) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments, state);
  }

  /** Whether it has neither text nor tool calls nor attachments. */
  @JsonIgnore
  public boolean isEmpty() {
    return content.isBlank() && toolCalls.isEmpty() && attachments.isEmpty();
  }

  private static Message of(Role role, String content) {
    return new Message(role, content, null, List.of(), null, List.of());
  }
}
