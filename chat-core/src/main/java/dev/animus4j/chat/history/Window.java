package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a model is sent of the history: messages only, in an order every provider takes. */
public final class Window {
  private Window() {}

  /**
   * The messages of {@code entries}. Turns of one answer become one message again, joined by a
   * space, whichever of them are there; other neighbours of an assistant are joined by a line
   * break, since some providers insist on alternation. Tool calls and their answers are left out
   * unless both are in the window.
   */
  public static List<Message> of(List<Entry> entries) {
    List<Message> messages = new ArrayList<>(entries.size() + 1);
    Entry last = null;
    for (Entry entry : entries) {
      Message message = told(entry);
      if (last != null && joins(last.message(), message)) {
        String gap = last.replyId() != null && last.replyId().equals(entry.replyId()) ? " " : "\n";
        messages.set(messages.size() - 1, joined(messages.get(messages.size() - 1), gap, message));
      } else {
        messages.add(message);
      }
      last = entry;
    }
    return paired(messages);
  }

  private static Message told(Entry entry) {
    Message message = entry.message();
    return entry.picture() != null ? message : message.saying(ImageTag.disarmed(message.content()));
  }

  private static boolean joins(Message last, Message next) {
    return last.role() == Role.ASSISTANT
        && next.role() == Role.ASSISTANT
        && last.toolCalls().isEmpty();
  }

  private static Message joined(Message one, String gap, Message other) {
    return one.saying(one.content() + gap + other.content()).calling(other.toolCalls());
  }

  /**
   * A call without its answer, or an answer without its call, makes providers refuse the request.
   */
  private static List<Message> paired(List<Message> messages) {
    Set<String> called =
        ids(messages.stream().flatMap(m -> m.toolCalls().stream()).map(ToolCall::id));
    Set<String> answered = ids(messages.stream().map(Message::toolCallId));
    return messages.stream()
        .filter(m -> m.role() != Role.TOOL || called.contains(m.toolCallId()))
        .map(m -> m.calling(m.toolCalls().stream().filter(c -> answered.contains(c.id())).toList()))
        .filter(m -> !m.isEmpty())
        .toList();
  }

  private static Set<String> ids(Stream<@Nullable String> ids) {
    return ids.filter(Objects::nonNull).collect(Collectors.toSet());
  }
}
