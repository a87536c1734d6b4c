package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event, or deltas of an answer that follow each other, to be told as one. Of many deltas only
 * the text is kept, once, and where each of them begins.
 */
final class Stretch {
  /** In bytes: so that old text can be let go while a long answer goes on. */
  private static final long FULL = 16 << 10;

  private ChatEvent newest;
  private @Nullable Deltas joined;
  private int weight;

  Stretch(ChatEvent event) {
    this.newest = event;
    this.weight = (int) Math.min(Weight.of(event), Integer.MAX_VALUE);
  }

  String conversationId() {
    return newest().conversationId();
  }

  /** The newest event in it, by itself. */
  synchronized ChatEvent newest() {
    return newest;
  }

  /** The sequence of the oldest event in it. */
  synchronized long first() {
    return joined == null ? last() : joined.first;
  }

  /** The sequence of the newest event in it. */
  synchronized long last() {
    return newest.sequence();
  }

  /** In bytes. */
  synchronized long weight() {
    return weight;
  }

  /** Whether {@code event} is the next delta of the same answer. */
  synchronized boolean goesOnWith(ChatEvent event) {
    return event instanceof MessageTokens
        && newest instanceof MessageTokens
        && event.sequence() == last() + 1
        && event.exchangeId().equals(newest.exchangeId())
        && event.conversationId().equals(newest.conversationId())
        && weight < FULL;
  }

  /**
   * Takes the next delta.
   *
   * @return by how much that makes it heavier, in bytes
   */
  synchronized long add(ChatEvent delta) {
    if (joined == null) {
      joined = new Deltas((MessageTokens) newest);
    }
    newest = delta;
    int more = joined.add(((MessageTokens) delta).content());
    weight += more;
    if (weight >= FULL) {
      joined.trim();
    }
    return more;
  }

  /** All of it, as one event; it is stamped like the newest in it. */
  synchronized ChatEvent event() {
    return after(first() - 1);
  }

  /** What came after this one; it is in here, or older. */
  synchronized ChatEvent after(long sequence) {
    return joined == null || sequence == last() - 1
        ? newest
        : new MessageTokens(newest.stamp(), joined.after(sequence));
  }

  /** Of deltas, all the text, and where each of them begins: before {@link #FULL} bytes. */
  private static final class Deltas {
    private final long first;
    private final StringBuilder text = new StringBuilder();
    private char[] begins = new char[8];
    private int count;

    Deltas(MessageTokens delta) {
      this.first = delta.sequence();
      add(delta.content());
    }

    int add(String content) {
      begins = count < begins.length ? begins : Arrays.copyOf(begins, 2 * count);
      begins[count++] = (char) text.length();
      text.append(content);
      return (int) Weight.of(content) + Character.BYTES;
    }

    void trim() {
      text.trimToSize();
      begins = Arrays.copyOf(begins, count);
    }

    String after(long sequence) {
      return sequence < first
          ? text.toString()
          : text.substring(begins[(int) (sequence - first) + 1]);
    }
  }
}
