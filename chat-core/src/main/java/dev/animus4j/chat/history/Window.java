package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import java.util.ArrayList;
import java.util.List;

/** What a model is sent of the history: messages only, in an order every provider takes. */
public final class Window {
  /** An answer needs a question: no provider refuses a pair of these. */
  private static final Message SUMMARY =
      Message.user("(The beginning of our conversation is left out here. What was said in it?)");

  private Window() {}

  /**
   * The messages of {@code entries}. Turns of one answer become one message again, joined by a
   * space, or by a blank line next to one of several lines, whichever of them are there; other
   * neighbours of an assistant are joined by a line break, since some providers insist on
   * alternation. Results of tool calls follow right after their call; neither is sent without the
   * other. A summary is sent as what the assistant answers when asked for it.
   */
  public static List<Message> of(List<Entry> entries) {
    List<Message> messages = new ArrayList<>(entries.size() + 1);
    Entry last = null;
    for (Entry entry : ToolPairs.of(entries)) {
      Message message = told(entry);
      if (entry.summary()) {
        messages.add(SUMMARY);
        messages.add(message);
      } else if (last != null && joins(last.message(), message)) {
        messages.set(
            messages.size() - 1,
            joined(messages.get(messages.size() - 1), gap(last, entry), message));
      } else {
        messages.add(message);
      }
      last = entry;
    }
    return List.copyOf(messages);
  }

  private static Message told(Entry entry) {
    Message message = entry.message();
    return entry.picture() != null ? message : ImageTag.disarmed(message);
  }

  private static boolean joins(Message last, Message next) {
    return last.role() == Role.ASSISTANT
        && next.role() == Role.ASSISTANT
        && last.toolCalls().isEmpty();
  }

  private static String gap(Entry last, Entry next) {
    boolean areOne = last.replyId() != null && last.replyId().equals(next.replyId());
    return !areOne ? "\n" : hasLines(last) || hasLines(next) ? "\n\n" : " ";
  }

  private static boolean hasLines(Entry turn) {
    return turn.message().content().indexOf('\n') >= 0;
  }

  private static Message joined(Message one, String gap, Message other) {
    String between = other.content().isEmpty() ? "" : gap;
    return one.saying(one.content() + between + other.content()).calling(other.toolCalls());
  }
}
