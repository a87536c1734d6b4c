package dev.animus4j.chat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Normal form of the messages of a request, which the strictest provider accepts: one system
 * message, first, or none; then user and assistant take turns, the user begins, and no message is
 * empty. Neighbours of one role are joined, one text per line. Where a message is missing, a short
 * note in parentheses stands for it. Calls and their results are left as they are.
 */
public final class MessageNormalizer {
  private static final Message OPENING = Message.user("(The conversation begins.)");
  private static final Message NO_REPLY = Message.assistant("(No answer.)");
  private static final Message CONTINUE = Message.user("(Go on.)");

  private final List<Message> normal = new ArrayList<>();
  private final StringJoiner instructions = new StringJoiner("\n");

  private MessageNormalizer() {}

  /**
   * The messages in normal form; these themselves if they are, or if none would be left.
   *
   * @param closed whether the last must not be one of the assistant, as for providers that do not
   *     write on unasked
   */
  public static List<Message> normalize(List<Message> messages, boolean closed) {
    if (isNormal(messages, closed)) {
      return messages;
    }
    MessageNormalizer normalizer = new MessageNormalizer();
    messages.forEach(normalizer::add);
    return normalizer.normal.isEmpty() ? messages : normalizer.finish(closed);
  }

  /** The request with its messages in normal form; itself if they are. */
  public static ChatRequest normalize(ChatRequest request, boolean closed) {
    List<Message> normal = normalize(request.messages(), closed);
    return normal == request.messages() ? request : request.withMessages(normal);
  }

  private static boolean isNormal(List<Message> messages, boolean closed) {
    Role last = null;
    for (int at = 0; at < messages.size(); at++) {
      Message message = messages.get(at);
      if (!canFollow(message, last) || isBlank(message) || !hasValidName(message)) {
        return false;
      }
      last = message.role();
    }
    return last != null && last != Role.SYSTEM && !(closed && last == Role.ASSISTANT);
  }

  private static boolean canFollow(Message message, @Nullable Role last) {
    return switch (message.role()) {
      case SYSTEM -> last == null;
      case USER -> last == null || last == Role.SYSTEM || last == Role.ASSISTANT;
      case ASSISTANT -> last == Role.USER || last == Role.TOOL;
      case TOOL -> last == Role.ASSISTANT || last == Role.TOOL;
    };
  }

  private static boolean isBlank(Message message) {
    return message.role() != Role.TOOL && message.isEmpty();
  }

  private static boolean hasValidName(Message message) {
    return message.name() == null || PortableName.isValid(message.name());
  }

  private void add(Message message) {
    if (isBlank(message)) {
      return;
    }
    if (message.role() == Role.SYSTEM) {
      instructions.add(message.content());
      return;
    }
    Message last = normal.isEmpty() ? null : normal.get(normal.size() - 1);
    if (last != null && canJoin(last, message)) {
      normal.set(normal.size() - 1, join(last, message));
      return;
    }
    addMissing(message, last);
    normal.add(hasValidName(message) ? message : withValidName(message));
  }

  private void addMissing(Message message, @Nullable Message last) {
    if (message.role() == Role.ASSISTANT && last == null) {
      normal.add(OPENING);
    } else if (message.role() == Role.USER && last != null && last.role() == Role.TOOL) {
      normal.add(NO_REPLY);
    }
  }

  private static boolean canJoin(Message last, Message next) {
    return last.role() == next.role()
        && (last.role() == Role.USER
            || (last.role() == Role.ASSISTANT && last.toolCalls().isEmpty()));
  }

  /** One message for both; participants of different names are named in the text. */
  private static Message join(Message last, Message next) {
    boolean sameName = last.name() == null ? next.name() == null : last.name().equals(next.name());
    String text = (sameName ? last.content() : named(last)) + "\n" + named(next, sameName);
    return new Message(
        last.role(),
        text.strip(),
        sameName ? last.name() : null,
        next.toolCalls(),
        null,
        Stream.concat(last.attachments().stream(), next.attachments().stream()).toList(),
        next.state() == null ? last.state() : next.state());
  }

  private static String named(Message message, boolean plain) {
    return plain ? message.content() : named(message);
  }

  private static String named(Message message) {
    return message.name() == null ? message.content() : message.name() + ": " + message.content();
  }

  private static Message withValidName(Message message) {
    return new Message(
        message.role(),
        message.content(),
        PortableName.of(String.valueOf(message.name())),
        message.toolCalls(),
        message.toolCallId(),
        message.attachments(),
        message.state());
  }

  private List<Message> finish(boolean closed) {
    Message last = normal.get(normal.size() - 1);
    if (closed && last.role() == Role.ASSISTANT) {
      normal.add(CONTINUE);
    }
    if (instructions.length() > 0) {
      normal.add(0, Message.system(instructions.toString()));
    }
    return normal;
  }
}
