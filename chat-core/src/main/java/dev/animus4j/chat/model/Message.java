package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, with just the fields a model is sent.
 *
 * @param role who says it
 * @param content the text; empty when an assistant only calls tools
 * @param name distinguishes participants of the same role; providers accept {@code
 *     [a-zA-Z0-9_-]{1,64}}
 * @param toolCalls what an assistant wants called
 * @param toolCallId which call a {@link Role#TOOL} message answers; required there
 * @param attachments pictures that a {@link Role#USER} shows
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Message(
    Role role,
    @JsonInclude String content,
    @Nullable String name,
    @JsonProperty("tool_calls") List<ToolCall> toolCalls,
    @JsonProperty("tool_call_id") @Nullable String toolCallId,
    List<Attachment> attachments) {

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

  /** What the conversation is about and how to behave in it. */
  public static Message system(String content) {
    return said(Role.SYSTEM, content);
  }

  /** What the user says. */
  public static Message user(String content) {
    return said(Role.USER, content);
  }

  /** What the model said. */
  public static Message assistant(String content) {
    return said(Role.ASSISTANT, content);
  }

  /** What came of a tool call. */
  public static Message tool(String toolCallId, String content) {
    return new Message(Role.TOOL, content, null, List.of(), toolCallId, List.of());
  }

  /** This message with other text. */
  public Message saying(String content) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments);
  }

  /** This message with these calls. */
  public Message calling(List<ToolCall> toolCalls) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments);
  }

  /** This message, showing these pictures. */
  public Message showing(Attachment... attachments) {
    return showing(List.of(attachments));
  }

  /** This message, showing these pictures. */
  public Message showing(List<Attachment> attachments) {
    return new Message(role, content, name, toolCalls, toolCallId, attachments);
  }

  /** Whether there is nothing in it to send. */
  public boolean isEmpty() {
    return content.isBlank() && toolCalls.isEmpty() && attachments.isEmpty();
  }

  private static Message said(Role role, String content) {
    return new Message(role, content, null, List.of(), null, List.of());
  }
}
