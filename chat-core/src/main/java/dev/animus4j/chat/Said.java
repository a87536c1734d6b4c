package dev.animus4j.chat;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts the message that is being answered where models look for it: last. */
final class Said {
  private Said() {}

  /**
   * As many entries, with {@code said} at their end. Of the exchange it has interrupted, something
   * may have been remembered after it: a picture that was finished, or what was heard of an answer.
   * If it is not remembered at all, the oldest makes room for it. Nothing changes when the model
   * goes on by itself, which is when {@code said} is empty.
   */
  static List<Entry> last(List<Entry> entries, Message said) {
    int size = entries.size();
    if (said.isEmpty() || (size > 0 && entries.get(size - 1).message().equals(said))) {
      return entries;
    }
    List<Entry> ordered = new ArrayList<>(entries);
    int at = size - 1;
    while (at >= 0 && !entries.get(at).message().equals(said)) {
      at--;
    }
    Entry answered = at < 0 ? Entry.of(said, Instant.EPOCH) : ordered.remove(at);
    if (at < 0) {
      leaveOne(ordered);
    }
    ordered.add(answered);
    return ordered;
  }

  /** The oldest, but not what sums up all that is older. */
  private static void leaveOne(List<Entry> entries) {
    int oldest = !entries.isEmpty() && entries.get(0).summary() ? 1 : 0;
    if (oldest < entries.size()) {
      entries.remove(oldest);
    }
  }
}
