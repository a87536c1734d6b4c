package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.Isolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a conversation a model is sent: the latest messages, as long as neither limit is
 * reached. Where something is left out, what is sent begins with a message of the user, so never
 * within an answer or between a call and its result. The newest message of the user and all that
 * came after it is sent whatever its size.
 *
 * @param messages how many at most, the new one included; each turn of an answer counts. 0
 *     remembers nothing
 * @param tokens how many tokens they have at most; the system message, and what is written for
 *     tools, come on top. {@link Integer#MAX_VALUE} for any number
 * @param counter who counts them
 */
public record Memory(int messages, int tokens, TokenCounter counter) {

  /** Fails for limits that make no sense. */
  public Memory {
    if (messages < 0 || tokens < 1) {
      throw new IllegalArgumentException("not a limit: " + messages + " messages, " + tokens);
    }
  }

  /** The latest messages, whatever their size. */
  public static Memory of(int messages) {
    return new Memory(messages, Integer.MAX_VALUE, TokenCounter.estimate());
  }

  public Memory messages(int messages) {
    return new Memory(messages, tokens, counter);
  }

  public Memory tokens(int tokens) {
    return new Memory(messages, tokens, counter);
  }

  public Memory counter(TokenCounter counter) {
    return new Memory(messages, tokens, counter);
  }

  /** So many of the latest entries are enough to find out what is sent. */
  public int reach() {
    return (int) Math.min(2L * messages + 1, Integer.MAX_VALUE);
  }

  /**
   * What is sent of the latest entries of a conversation: after the last summary, which is sent
   * too, those that there is room for.
   *
   * @param entries at least {@link #reach}, or all there are; oldest first
   * @param model who is sent them; null when none is named
   */
  public List<Entry> latest(List<Entry> entries, @Nullable String model) {
    int summary = summary(entries);
    List<Entry> sent = entries.subList(begin(entries, model), entries.size());
    if (summary < 0) {
      return List.copyOf(sent);
    }
    List<Entry> withSummary = new ArrayList<>(sent);
    withSummary.add(0, entries.get(summary));
    return List.copyOf(withSummary);
  }

  /** Where the last summary is; -1 when there is none. */
  static int summary(List<Entry> entries) {
    int at = entries.size() - 1;
    while (at >= 0 && !entries.get(at).summary()) {
      at--;
    }
    return at;
  }

  /** Where, after the last summary, begins what is sent. */
  int begin(List<Entry> entries, @Nullable String model) {
    int first = summary(entries) + 1;
    long left = first == 0 ? tokens : tokens - count(entries.get(first - 1), model);
    int newest = Math.max(first, newest(entries));
    for (Entry entry : entries.subList(newest, entries.size())) {
      left -= count(entry, model);
    }
    int begin = newest;
    int earliest = Math.max(first, entries.size() - messages);
    while (begin > earliest) {
      left -= count(entries.get(begin - 1), model);
      if (left < 0) {
        break;
      }
      begin--;
    }
    return begin == first ? first : next(entries, begin, newest);
  }

  /** A part of this. */
  Memory quarters(int count) {
    return new Memory(quarters(messages, count), quarters(tokens, count), counter);
  }

  private static int quarters(int all, int count) {
    return all == Integer.MAX_VALUE ? all : (int) Math.max(1, (long) all * count / 4);
  }

  /** The next message of the user; where there is none, whatever there is. */
  private static int next(List<Entry> entries, int from, int newest) {
    int at = from;
    while (at < newest && !isOfUser(entries.get(at))) {
      at++;
    }
    return isOfUser(entries.get(at)) ? at : from;
  }

  /** The newest message of the user; where there is none, the newest entry. */
  private static int newest(List<Entry> entries) {
    int at = entries.size() - 1;
    while (at >= 0 && !isOfUser(entries.get(at))) {
      at--;
    }
    return at < 0 ? Math.max(0, entries.size() - 1) : at;
  }

  private static boolean isOfUser(Entry entry) {
    return entry.message().role() == Role.USER;
  }

  private int count(Entry entry, @Nullable String model) {
    return tokens == Integer.MAX_VALUE
        ? 0
        : Isolation.call(() -> counter.count(entry.message(), model));
  }
}
