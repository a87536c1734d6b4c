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
    for (List<Entry> run : runs(ToolPairs.of(entries))) {
      if (run.get(0).summary()) {
        messages.add(SUMMARY);
      }
      messages.add(joined(run));
    }
    return List.copyOf(messages);
  }

  /** Those that become one message. */
  private static List<List<Entry>> runs(List<Entry> entries) {
    List<List<Entry>> runs = new ArrayList<>();
    List<Entry> run = List.of();
    Entry last = null;
    for (Entry entry : entries) {
      if (last == null || entry.summary() || !joins(last.message(), entry.message())) {
        run = new ArrayList<>(1);
        runs.add(run);
      }
      run.add(entry);
      last = entry;
    }
    return runs;
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

  private static Message joined(List<Entry> run) {
    Message first = told(run.get(0));
    if (run.size() == 1) {
      return first;
    }
    StringBuilder all = new StringBuilder(first.content());
    Entry last = run.get(0);
    for (Entry next : run.subList(1, run.size())) {
      String text = told(next).content();
      all.append(text.isEmpty() ? "" : gap(last, next)).append(text);
      last = next;
    }
    return first.saying(all.toString()).calling(last.message().toolCalls());
  }
}
