package dev.animus4j.chat.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.text.TextAccumulator;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event, or a run of consecutive deltas of a reply, which are emitted as one. Of a run only the
 * text is kept, once, and the length of each delta.
 */
final class DeltaRun {
  /** In bytes: so that old text can be evicted or compressed during a long reply. */
  private static final int MAX_BYTES = 8 << 10;

  private ChatEvent newest;
  private @Nullable DeltaTexts deltas;
  private int bytes;

  /** Differs by exchange, so that replies that began together are not compressed together. */
  private final int maxBytes;

  DeltaRun(ChatEvent event) {
    this.newest = event;
    this.maxBytes = MAX_BYTES - Math.floorMod(event.exchangeId().hashCode(), MAX_BYTES / 4);
    this.bytes = (int) Math.min(EventSize.of(event), Integer.MAX_VALUE);
  }

  String conversationId() {
    return newestEvent().conversationId();
  }

  /** The newest event in it, not merged. */
  synchronized ChatEvent newestEvent() {
    return newest;
  }

  /** The sequence of the oldest event in it. */
  synchronized long firstSequence() {
    return deltas == null ? lastSequence() : deltas.first;
  }

  /** The sequence of the newest event in it. */
  synchronized long lastSequence() {
    return newest.sequence();
  }

  /** The size in bytes. */
  synchronized long sizeInBytes() {
    return bytes;
  }

  /** Whether {@code event} is the next delta of the same reply. */
  synchronized boolean canAppend(ChatEvent event) {
    return textOf(event) != null
        && event.getClass() == newest.getClass()
        && event.sequence() == lastSequence() + 1
        && event.exchangeId().equals(newest.exchangeId())
        && event.conversationId().equals(newest.conversationId())
        && bytes < maxBytes;
  }

  /**
   * Adds the next delta.
   *
   * @return the increase in size, in bytes
   */
  synchronized long add(ChatEvent delta) {
    if (deltas == null) {
      deltas = new DeltaTexts(newest);
    }
    newest = delta;
    int more = deltas.add(delta);
    bytes += more;
    if (bytes >= maxBytes) {
      deltas.compress();
    }
    return more;
  }

  /** All of it merged into one event, stamped like the newest in it. */
  synchronized ChatEvent mergedEvent() {
    return eventAfter(firstSequence() - 1);
  }

  /** The events after this sequence, which is in this run or older, merged into one. */
  synchronized ChatEvent eventAfter(long sequence) {
    if (deltas == null || sequence == lastSequence() - 1) {
      return newest;
    }
    String text = deltas.textAfter(sequence);
    return newest instanceof MessageTokens
        ? new MessageTokens(newest.stamp(), text)
        : new ReasoningTokens(newest.stamp(), text);
  }

  /** The text of a delta; null for any other event. */
  private static @Nullable String textOf(ChatEvent event) {
    if (event instanceof MessageTokens tokens) {
      return tokens.content();
    }
    return event instanceof ReasoningTokens tokens ? tokens.content() : null;
  }

  /** Text of all deltas, and their lengths as varints: seven bits per byte. */
  private static final class DeltaTexts {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final long first;

    private static final byte[] NONE = {};

    /**
     * A {@link TextAccumulator} while deltas are added, then a {@link CompressedText} of the
     * lengths and the text: lengths are much alike, and take next to no room then.
     */
    private Object text = new TextAccumulator();

    private byte[] lengths = new byte[16];
    private int used;

    DeltaTexts(ChatEvent delta) {
      this.first = delta.sequence();
      add(delta);
    }

    int add(ChatEvent delta) {
      String content = Objects.requireNonNull(textOf(delta));
      ((TextAccumulator) text).append(content);
      int length = content.length();
      for (; length >= MORE; length >>>= BITS) {
        appendByte(length | MORE);
      }
      appendByte(length);
      return (int) EventSize.of(content) + Character.BYTES;
    }

    private void appendByte(int bits) {
      lengths = used < lengths.length ? lengths : Arrays.copyOf(lengths, used * 3 / 2);
      lengths[used++] = (byte) bits;
    }

    /** Compresses the text and the lengths; no delta may be added afterwards. */
    void compress() {
      text = new CompressedText(new String(lengths, 0, used, ISO_8859_1) + text);
      lengths = NONE;
    }

    String textAfter(long sequence) {
      String all = text.toString();
      boolean compressed = text instanceof CompressedText;
      byte[] each = compressed ? all.substring(0, used).getBytes(ISO_8859_1) : lengths;
      return all.substring((compressed ? used : 0) + totalLength(each, sequence - first + 1));
    }

    /** The total length of the first {@code deltas} deltas. */
    private static int totalLength(byte[] lengths, long deltas) {
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
