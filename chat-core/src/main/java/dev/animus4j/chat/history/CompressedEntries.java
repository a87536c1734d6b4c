package dev.animus4j.chat.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries encoded in little more memory than their text takes: one after the other in one array,
 * each as a byte of flags, the milliseconds since the one before, and its texts in UTF-8. An entry
 * that this cannot express, such as one with an image, is kept as an object.
 */
final class CompressedEntries {
  private static final int ROLE = 0b11;
  private static final int INTERRUPTED = 0b100;
  private static final int OTHER = 0b1000;

  /** Flag of the first optional text; the bits of the others follow. */
  private static final int TEXT = 0b1_0000;

  private static final int TEXTS = 4;
  private static final int ENTRY_OVERHEAD = 16; // bytes besides the content, typically

  final byte[] bytes;
  final List<HistoryEntry> others;
  private final int size;
  private @Nullable CompressedEntries older;

  private CompressedEntries(
      byte[] bytes, List<HistoryEntry> others, int size, @Nullable CompressedEntries older) {
    this.bytes = bytes;
    this.others = others;
    this.size = size;
    this.older = older;
  }

  /** Encodes these entries, which follow those of {@code older}. */
  static CompressedEntries of(List<HistoryEntry> entries, @Nullable CompressedEntries older) {
    int capacity =
        entries.stream().mapToInt(it -> it.message().content().length() + ENTRY_OVERHEAD).sum();
    ByteArrayOutputStream all = new ByteArrayOutputStream(capacity);
    List<HistoryEntry> others = new ArrayList<>();
    long time = 0;
    for (HistoryEntry entry : entries) {
      byte @Nullable [][] texts = isEncodable(entry) ? encodeTexts(entry) : null;
      if (texts == null) {
        all.write(OTHER);
        others.add(entry);
      } else {
        encode(entry, texts, time, all);
        time = millis(entry);
      }
    }
    return new CompressedEntries(all.toByteArray(), List.copyOf(others), entries.size(), older);
  }

  /** The entries before these; null for none. */
  @Nullable CompressedEntries older() {
    return older;
  }

  int size() {
    return size;
  }

  /** Drops chunks older than the latest {@code most} entries; returns how many are left. */
  int dropOlder(int most) {
    CompressedEntries oldest = this;
    int kept = size;
    while (oldest.older != null && kept < most) {
      oldest = oldest.older;
      kept += oldest.size;
    }
    oldest.older = null;
    return kept;
  }

  /** The decoded entries, in the same order. */
  List<HistoryEntry> entries() {
    List<HistoryEntry> entries = new ArrayList<>(size);
    Iterator<HistoryEntry> other = others.iterator();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long time = 0;
    while (in.hasRemaining()) {
      if (in.get(in.position()) == OTHER) {
        in.get();
        entries.add(other.next());
      } else {
        HistoryEntry entry = decode(in, time);
        entries.add(entry);
        time = millis(entry);
      }
    }
    return entries;
  }

  /** Whether it consists of nothing but texts, flags and a time in milliseconds. */
  private static boolean isEncodable(HistoryEntry entry) {
    Message message = entry.message();
    return message.toolCalls().isEmpty()
        && message.state() == null
        && entry.excluded() == null
        && entry.finishReason() == null
        && message.attachments().isEmpty()
        && entry.complianceViolations().isEmpty()
        && entry.picture() == null
        && !entry.summary()
        && entry.timestamp().equals(Instant.ofEpochMilli(millis(entry)));
  }

  /** Its content and optional texts; null if they cannot be encoded in UTF-8. */
  private static byte @Nullable [] @Nullable [] encodeTexts(HistoryEntry entry) {
    Message message = entry.message();
    String[] texts = {
      message.content(), message.name(), message.toolCallId(), entry.replyId(), entry.reasoning()
    };
    byte[][] encoded = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] != null) {
        encoded[i] = texts[i].getBytes(UTF_8);
        if (!new String(encoded[i], UTF_8).equals(texts[i])) {
          return null;
        }
      }
    }
    return encoded;
  }

  private static void encode(
      HistoryEntry entry, byte[][] texts, long time, ByteArrayOutputStream all) {
    int kind = entry.message().role().ordinal() | (entry.interrupted() ? INTERRUPTED : 0);
    for (int i = 0; i < TEXTS; i++) {
      kind |= texts[i + 1] == null ? 0 : TEXT << i;
    }
    all.write(kind);
    writeNumber(millis(entry) - time, all);
    for (byte[] text : texts) {
      if (text != null) {
        writeNumber(text.length, all);
        all.writeBytes(text);
      }
    }
  }

  private static HistoryEntry decode(ByteBuffer in, long time) {
    int kind = in.get();
    Instant timestamp = Instant.ofEpochMilli(time + readNumber(in));
    String content = readText(in);
    @Nullable String[] texts = new String[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = (kind & TEXT << i) == 0 ? null : readText(in);
    }
    Role role = Role.values()[kind & ROLE];
    Message message = new Message(role, content, texts[0], List.of(), texts[1], List.of());
    return new HistoryEntry(
        message, timestamp, texts[2], texts[3], List.of(), null, (kind & INTERRUPTED) != 0);
  }

  /** Overflows for an instant out of the range of milliseconds. */
  private static long millis(HistoryEntry entry) {
    Instant time = entry.timestamp();
    return time.getEpochSecond() * 1_000 + time.getNano() / 1_000_000;
  }

  private static String readText(ByteBuffer in) {
    int length = (int) readNumber(in);
    String text = new String(in.array(), in.position(), length, UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /** As a zigzag varint: seven bits per byte, the lowest first. */
  private static void writeNumber(long number, ByteArrayOutputStream out) {
    long left = number << 1 ^ number >> 63;
    while (left >>> 7 != 0) {
      out.write((int) left | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static long readNumber(ByteBuffer in) {
    long read = 0;
    int next;
    int shift = 0;
    do {
      next = in.get();
      read |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return read >>> 1 ^ -(read & 1);
  }
}
