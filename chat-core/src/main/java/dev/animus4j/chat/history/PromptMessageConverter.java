package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts history entries to the messages of a prompt, in an order every provider accepts. */
public final class PromptMessageConverter {
  /** A summary is sent as a user/assistant pair, since providers require alternating roles. */
  private static final Message SUMMARY_QUESTION =
      Message.user("(The beginning of our conversation is left out here. What was said in it?)");

  private PromptMessageConverter() {}

  /**
   * The messages of {@code entries}. Turns of one reply become one message again, joined by a
   * space, or by a blank line next to a multi-line turn, whichever of them are present; other
   * consecutive assistant messages are joined by a line break, since some providers require
   * alternating roles. Results of tool calls follow directly after their call; neither is sent
   * without the other. A summary is sent as the reply to a user message that asks for it.
   */
  public static List<Message> of(List<HistoryEntry> entries) {
    List<Message> messages = new ArrayList<>(entries.size() + 1);
    for (List<HistoryEntry> run : runs(ToolPairs.pair(withoutExcluded(entries)))) {
      if (run.get(0).summary()) {
        messages.add(SUMMARY_QUESTION);
      }
      messages.add(join(run));
    }
    return List.copyOf(messages);
  }

  /**
   * The same number of entries, with {@code message} at their end. Late entries of the exchange it
   * interrupted may follow it in the history: an image, or a partial response. If the history lacks
   * it, it replaces the oldest entry. An empty message, of a follow-up, changes nothing.
   */
  public static List<HistoryEntry> moveToEnd(List<HistoryEntry> entries, Message message) {
    int size = entries.size();
    if (message.isEmpty() || (size > 0 && isSame(entries.get(size - 1), message))) {
      return entries;
    }
    List<HistoryEntry> ordered = new ArrayList<>(entries);
    int at = size - 1;
    while (at >= 0 && !isSame(entries.get(at), message)) {
      at--;
    }
    HistoryEntry answered = at < 0 ? HistoryEntry.of(message, Instant.EPOCH) : ordered.remove(at);
    if (at < 0) {
      removeOldest(ordered);
    }
    ordered.add(answered);
    return ordered;
  }

  private static boolean isSame(HistoryEntry entry, Message message) {
    return entry.isSent() && entry.message().equals(message);
  }

  /** Removes the oldest entry, but not a summary of all that is older. */
  private static void removeOldest(List<HistoryEntry> entries) {
    int oldest = !entries.isEmpty() && entries.get(0).summary() ? 1 : 0;
    if (oldest < entries.size()) {
      entries.remove(oldest);
    }
  }

  /** Groups the entries that become one message. */
  private static List<List<HistoryEntry>> runs(List<HistoryEntry> entries) {
    List<List<HistoryEntry>> runs = new ArrayList<>();
    List<HistoryEntry> run = List.of();
    HistoryEntry last = null;
    for (HistoryEntry entry : entries) {
      if (last == null || entry.summary() || !canJoin(last.message(), entry.message())) {
        run = new ArrayList<>(1);
        runs.add(run);
      }
      run.add(entry);
      last = entry;
    }
    return runs;
  }

  private static Message toMessage(HistoryEntry entry) {
    Message message = entry.message();
    return entry.picture() != null ? message : ImageTag.escape(message);
  }

  private static List<HistoryEntry> withoutExcluded(List<HistoryEntry> entries) {
    boolean all = entries.stream().allMatch(entry -> entry.excluded() == null);
    return all
        ? entries
        : entries.stream()
            .filter(HistoryEntry::isSent)
            .filter(entry -> entry.excluded() == null || entry.message().role() != Role.TOOL)
            .map(entry -> entry.excluded() == null ? entry : textOnly(entry))
            .toList();
  }

  private static HistoryEntry textOnly(HistoryEntry entry) {
    Message message = entry.message().withAttachmentsAsWords();
    return entry.withMessage(message.withToolCalls(List.of()).withState(null));
  }

  private static @Nullable ProviderState latestState(List<HistoryEntry> run) {
    ProviderState latest = null;
    for (HistoryEntry entry : run) {
      latest = entry.message().state() == null ? latest : entry.message().state();
    }
    return latest;
  }

  private static boolean canJoin(Message last, Message next) {
    return last.role() == Role.ASSISTANT
        && next.role() == Role.ASSISTANT
        && last.toolCalls().isEmpty();
  }

  private static String separator(HistoryEntry last, HistoryEntry next) {
    boolean sameReply = last.replyId() != null && last.replyId().equals(next.replyId());
    return !sameReply ? "\n" : isMultiline(last) || isMultiline(next) ? "\n\n" : " ";
  }

  private static boolean isMultiline(HistoryEntry turn) {
    return turn.message().content().indexOf('\n') >= 0;
  }

  private static Message join(List<HistoryEntry> run) {
    Message first = toMessage(run.get(0));
    if (run.size() == 1) {
      return first;
    }
    StringBuilder all = new StringBuilder(first.content());
    HistoryEntry last = run.get(0);
    for (HistoryEntry next : run.subList(1, run.size())) {
      String text = toMessage(next).content();
      all.append(text.isEmpty() ? "" : separator(last, next)).append(text);
      last = next;
    }
    Message end = last.message();
    return first
        .withContent(all.toString())
        .withToolCalls(end.toolCalls())
        .withState(latestState(run));
  }
}
