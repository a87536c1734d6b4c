package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.FaultIsolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Window of the history that is sent to a model: the latest messages, as long as neither limit is
 * reached. If messages are left out, the window begins with a user message, so never within a reply
 * or between a call and its result. The newest user message and all entries after it are sent
 * whatever their size.
 *
 * @param maxMessages maximum number of messages, including the new one; each turn of a reply
 *     counts. 0 disables the history
 * @param maxTokens maximum number of their tokens; the system message and the tool definitions are
 *     not counted. {@link Integer#MAX_VALUE} for no limit
 * @param tokenCounter counts the tokens
 */
public record HistoryWindow(int maxMessages, int maxTokens, TokenCounter tokenCounter) {

  /** Fails for a negative {@code maxMessages} or a {@code maxTokens} below 1. */
  public HistoryWindow {
    if (maxMessages < 0 || maxTokens < 1) {
      throw new IllegalArgumentException("not a limit: " + maxMessages + " messages, " + maxTokens);
    }
  }

  /** A window of the latest messages, whatever their size. */
  public static HistoryWindow of(int messages) {
    return new HistoryWindow(messages, Integer.MAX_VALUE, TokenCounter.estimate());
  }

  /** The same with at most so many messages, the new one included. */
  public HistoryWindow withMaxMessages(int messages) {
    return new HistoryWindow(messages, maxTokens, tokenCounter);
  }

  /** The same with at most so many tokens. */
  public HistoryWindow withMaxTokens(int tokens) {
    return new HistoryWindow(maxMessages, tokens, tokenCounter);
  }

  /** The same with another way to count tokens. */
  public HistoryWindow withTokenCounter(TokenCounter counter) {
    return new HistoryWindow(maxMessages, maxTokens, counter);
  }

  /** The number of latest entries that {@link #select} needs. */
  public int lookback() {
    return (int) Math.min(2L * maxMessages + 1, Integer.MAX_VALUE);
  }

  /**
   * The entries to send to a model: the last summary, and of those after it the latest within the
   * limits.
   *
   * @param entries the latest {@link #lookback} or more, or all there are; oldest first
   * @param model name of the model; null when none is named
   */
  public List<HistoryEntry> select(List<HistoryEntry> entries, @Nullable String model) {
    int summary = summaryIndex(entries);
    List<HistoryEntry> sent = entries.subList(startIndex(entries, model), entries.size());
    if (summary < 0) {
      return List.copyOf(sent);
    }
    List<HistoryEntry> withSummary = new ArrayList<>(sent);
    withSummary.add(0, entries.get(summary));
    return List.copyOf(withSummary);
  }

  /** The index of the last summary; -1 when there is none. */
  static int summaryIndex(List<HistoryEntry> entries) {
    int at = entries.size() - 1;
    while (at >= 0 && !entries.get(at).summary()) {
      at--;
    }
    return at;
  }

  /** The index, after the last summary, of the first entry to send. */
  int startIndex(List<HistoryEntry> entries, @Nullable String model) {
    int first = summaryIndex(entries) + 1;
    long left = first == 0 ? maxTokens : maxTokens - count(entries.get(first - 1), model);
    int newest = newestUserIndex(entries, first);
    for (HistoryEntry entry : entries.subList(newest, entries.size())) {
      left -= count(entry, model);
    }
    int begin = newest;
    int earliest = Math.max(first, entries.size() - maxMessages);
    while (begin > earliest) {
      left -= count(entries.get(begin - 1), model);
      if (left < 0) {
        break;
      }
      begin--;
    }
    return begin == first ? first : nextUserIndex(entries, begin, newest);
  }

  /** A window with {@code count} quarters of these limits. */
  HistoryWindow scaledToQuarters(int count) {
    return new HistoryWindow(
        quarters(maxMessages, count), quarters(maxTokens, count), tokenCounter);
  }

  private static int quarters(int all, int count) {
    return all == Integer.MAX_VALUE ? all : (int) Math.max(1, (long) all * count / 4);
  }

  /** The index of the next user message; {@code from} if there is none. */
  private static int nextUserIndex(List<HistoryEntry> entries, int from, int newest) {
    int at = from;
    while (at < newest && !isUserMessage(entries.get(at))) {
      at++;
    }
    return isUserMessage(entries.get(at)) ? at : from;
  }

  /** The index of the newest user message from {@code first} on, or else of the newest entry. */
  private static int newestUserIndex(List<HistoryEntry> entries, int first) {
    int at = entries.size() - 1;
    while (at >= first && !isUserMessage(entries.get(at))) {
      at--;
    }
    return at < first ? Math.max(first, entries.size() - 1) : at;
  }

  private static boolean isUserMessage(HistoryEntry entry) {
    return entry.message().role() == Role.USER;
  }

  private int count(HistoryEntry entry, @Nullable String model) {
    return maxTokens == Integer.MAX_VALUE || !entry.isSent()
        ? 0
        : FaultIsolation.call(() -> tokenCounter.count(entry.message(), model));
  }
}
