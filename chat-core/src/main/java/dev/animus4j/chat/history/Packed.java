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
 * Entries in little more room than their text takes: one after the other in one array, each as what
 * kind it is, the milliseconds since the one before, and its texts in UTF-8. An entry that this
 * cannot express, such as one with a picture, is kept as it is.
 */
final class Packed {
  private static final int ROLE = 0b11;
  private static final int INTERRUPTED = 0b100;
  private static final int OTHER = 0b1000;

  /** That there is the first of the texts that may be missing; the bits of the others follow. */
  private static final int TEXT = 0b1_0000;

  private static final int TEXTS = 4;

  /** What an entry takes beside its content, mostly; in bytes. */
  private static final int ROOM = 16;

  final byte[] bytes;
  final List<Entry> others;
  private final int size;
  private @Nullable Packed older;

  private Packed(byte[] bytes, List<Entry> others, int size, @Nullable Packed older) {
    this.bytes = bytes;
    this.others = others;
    this.size = size;
    this.older = older;
  }

  /** These, which come after what {@code older} has. */
  static Packed of(List<Entry> entries, @Nullable Packed older) {
    int room = entries.stream().mapToInt(it -> it.message().content().length() + ROOM).sum();
    ByteArrayOutputStream all = new ByteArrayOutputStream(room);
    List<Entry> others = new ArrayList<>();
    long time = 0;
    for (Entry entry : entries) {
      byte @Nullable [][] texts = isPlain(entry) ? encoded(entry) : null;
      if (texts == null) {
        all.write(OTHER);
        others.add(entry);
      } else {
        pack(entry, texts, time, all);
        time = millis(entry);
      }
    }
    return new Packed(all.toByteArray(), List.copyOf(others), entries.size(), older);
  }

  /** What came before these; null for nothing. */
  @Nullable Packed older() {
    return older;
  }

  int size() {
    return size;
  }

  /** Lets go of what came before the latest so many; gives how many are left. */
  int forget(int most) {
    Packed oldest = this;
    int kept = size;
    while (oldest.older != null && kept < most) {
      oldest = oldest.older;
      kept += oldest.size;
    }
    oldest.older = null;
    return kept;
  }

  /** Equal ones, in the same order. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(size);
    Iterator<Entry> other = others.iterator();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long time = 0;
    while (in.hasRemaining()) {
      if (in.get(in.position()) == OTHER) {
        in.get();
        entries.add(other.next());
      } else {
        Entry entry = unpacked(in, time);
        entries.add(entry);
        time = millis(entry);
      }
    }
    return entries;
  }

  /** Whether there is nothing but texts about it. */
  private static boolean isPlain(Entry entry) {
    Message message = entry.message();
    return message.toolCalls().isEmpty()
        && message.attachments().isEmpty()
        && entry.complianceViolations().isEmpty()
        && entry.picture() == null
        && !entry.summary()
        && entry.timestamp().equals(Instant.ofEpochMilli(millis(entry)));
  }

  /** Its content, and the texts that may be missing; null if they cannot be written in UTF-8. */
  private static byte @Nullable [] @Nullable [] encoded(Entry entry) {
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

  private static void pack(Entry entry, byte[][] texts, long time, ByteArrayOutputStream all) {
    int kind = entry.message().role().ordinal() | (entry.interrupted() ? INTERRUPTED : 0);
    for (int i = 0; i < TEXTS; i++) {
      kind |= texts[i + 1] == null ? 0 : TEXT << i;
    }
    all.write(kind);
    write(millis(entry) - time, all);
    for (byte[] text : texts) {
      if (text != null) {
        write(text.length, all);
        all.writeBytes(text);
      }
    }
  }

  private static Entry unpacked(ByteBuffer in, long time) {
    int kind = in.get();
    Instant timestamp = Instant.ofEpochMilli(time + number(in));
    String content = text(in);
    @Nullable String[] texts = new String[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = (kind & TEXT << i) == 0 ? null : text(in);
    }
    Role role = Role.values()[kind & ROLE];
    Message message = new Message(role, content, texts[0], List.of(), texts[1], List.of());
    boolean interrupted = (kind & INTERRUPTED) != 0;
    return new Entry(message, timestamp, texts[2], texts[3], List.of(), null, interrupted);
  }

  /** Of a time too far away for a number of milliseconds, any number. */
  private static long millis(Entry entry) {
    Instant time = entry.timestamp();
    return time.getEpochSecond() * 1_000 + time.getNano() / 1_000_000;
  }

  private static String text(ByteBuffer in) {
    int length = (int) number(in);
    String text = new String(in.array(), in.position(), length, UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /**
   * A number near zero takes few bytes: seven bits each, the lowest first, and whether more come.
   */
  private static void write(long number, ByteArrayOutputStream out) {
    long left = number << 1 ^ number >> 63;
    while (left >>> 7 != 0) {
      out.write((int) left | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static long number(ByteBuffer in) {
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
