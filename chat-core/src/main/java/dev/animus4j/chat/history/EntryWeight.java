package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import org.jspecify.annotations.Nullable;

/** About how much memory an entry holds, in bytes: what is said, and a little for all the rest. */
final class EntryWeight {
  private static final long REST = 200;

  private EntryWeight() {}

  static long of(Entry entry) {
    Entry.Picture picture = entry.picture();
    long weight = REST + of(entry.message()) + of(entry.replyId()) + of(entry.reasoning());
    for (String violation : entry.complianceViolations()) {
      weight += of(violation);
    }
    return picture == null
        ? weight
        : weight + REST + of(picture.prompt()) + of("" + picture.location() + picture.published());
  }

  /** Of these, without those before them. */
  static long of(Packed packed) {
    return REST + packed.bytes.length + packed.others.stream().mapToLong(EntryWeight::of).sum();
  }

  private static long of(Message message) {
    long weight = of(message.content()) + of(message.name()) + of(message.toolCallId());
    for (ToolCall call : message.toolCalls()) {
      weight += REST + of(call.id()) + of(call.name()) + of(call.arguments());
    }
    for (Attachment shown : message.attachments()) {
      weight += REST + of(shown);
    }
    return weight;
  }

  private static long of(Attachment shown) {
    return shown instanceof Attachment.File file
        ? file.bytes().length
        : of(((Attachment.At) shown).location().toString());
  }

  private static long of(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
