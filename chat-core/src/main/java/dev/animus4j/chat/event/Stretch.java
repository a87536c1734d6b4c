package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event, or deltas of an answer that follow each other, to be told as one. Of many deltas only
 * the text is kept, once, and where each of them ends.
 */
final class Stretch {
  /** In bytes: so that old text can be let go while a long answer goes on. */
  private static final long FULL = 64 << 10;

  private static final int[] NONE = {};

  private final long first;
  private ChatEvent newest;
  private @Nullable StringBuilder text;
  private int[] ends = NONE;

  Stretch(ChatEvent event) {
    this.first = event.sequence();
    this.newest = event;
  }

  String conversationId() {
    return newest.conversationId();
  }

  /** The sequence of the oldest event in it. */
  long first() {
    return first;
  }

  /** The sequence of the newest event in it. */
  long last() {
    return newest.sequence();
  }

  /** In bytes. */
  long weight() {
    return text == null
        ? Weight.of(newest)
        : Weight.REST + Weight.of(text) + Integer.BYTES * (last() - first);
  }

  /** Whether {@code event} is the next delta of the same answer. */
  boolean goesOnWith(ChatEvent event) {
    return event instanceof MessageTokens
        && newest instanceof MessageTokens
        && event.sequence() == last() + 1
        && event.exchangeId().equals(newest.exchangeId())
        && event.conversationId().equals(conversationId())
        && weight() < FULL;
  }

  /**
   * Takes the next delta.
   *
   * @return by how much that makes it heavier, in bytes
   */
  long add(ChatEvent delta) {
    String content = ((MessageTokens) delta).content();
    long more = Weight.of(content) + Integer.BYTES;
    StringBuilder joined = text == null ? begun() : text;
    joined.append(content);
    newest = delta;
    mark(joined.length());
    return more;
  }

  private StringBuilder begun() {
    StringBuilder begun = new StringBuilder(((MessageTokens) newest).content());
    text = begun;
    mark(begun.length());
    return begun;
  }

  private void mark(int end) {
    int index = (int) (last() - first);
    ends = index < ends.length ? ends : Arrays.copyOf(ends, Math.max(8, 2 * index));
    ends[index] = end;
  }

  /** All of it, as one event; it is stamped like the newest in it. */
  ChatEvent event() {
    return text == null ? newest : new MessageTokens(newest.stamp(), text.toString());
  }

  /** What came after this one; it is in here, or older. */
  ChatEvent after(long sequence) {
    return text == null || sequence < first
        ? event()
        : new MessageTokens(newest.stamp(), text.substring(ends[(int) (sequence - first)]));
  }
}
