package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.text.GrowingText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event, or deltas of an answer that follow each other, to be told as one. Of many deltas only
 * the text is kept, once, and how long each of them is.
 */
final class Stretch {
  /** In bytes: so that old text can be let go, or packed, while a long answer goes on. */
  private static final int FULL = 8 << 10;

  private ChatEvent newest;
  private @Nullable Deltas joined;
  private int weight;

  /** Answers that began together shall not be packed together: that would hold up all others. */
  private final int full;

  Stretch(ChatEvent event) {
    this.newest = event;
    this.full = FULL - Math.floorMod(event.exchangeId().hashCode(), FULL / 4);
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
        && weight < full;
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
    if (weight >= full) {
      joined.pack();
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

  /** Of deltas, all the text, and how long each of them is, in bytes of seven bits. */
  private static final class Deltas {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final long first;

    /** A {@link GrowingText} as long as there are more to come, and then a {@link PackedText}. */
    private Object text = new GrowingText();

    private byte[] lengths = new byte[16];
    private int used;

    Deltas(MessageTokens delta) {
      this.first = delta.sequence();
      add(delta.content());
    }

    int add(String content) {
      ((GrowingText) text).append(content);
      int length = content.length();
      for (; length >= MORE; length >>>= BITS) {
        put(length | MORE);
      }
      put(length);
      return (int) Weight.of(content) + Character.BYTES;
    }

    private void put(int bits) {
      lengths = used < lengths.length ? lengths : Arrays.copyOf(lengths, used * 3 / 2);
      lengths[used++] = (byte) bits;
    }

    /** There are no more of them. */
    void pack() {
      text = new PackedText(text.toString());
      lengths = Arrays.copyOf(lengths, used);
    }

    String after(long sequence) {
      return text.toString().substring(length(sequence - first + 1));
    }

    /** Of the first so many deltas. */
    private int length(long deltas) {
      int length = 0;
      int at = 0;
      for (long left = deltas; left > 0; left--) {
        int shift = 0;
        for (; lengths[at] < 0; shift += BITS) {
          length += (lengths[at++] & (MORE - 1)) << shift;
        }
        length += lengths[at++] << shift;
      }
      return length;
    }
  }
}
