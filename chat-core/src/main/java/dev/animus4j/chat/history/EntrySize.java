package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import org.jspecify.annotations.Nullable;

/** Estimates the memory an entry holds, in bytes: its texts, and a constant for the rest. */
final class EntrySize {
  private static final long BASE_BYTES = 200;

  private EntrySize() {}

  static long of(HistoryEntry entry) {
    HistoryEntry.ImageReference image = entry.picture();
    long size = BASE_BYTES + of(entry.message()) + of(entry.replyId()) + of(entry.reasoning());
    for (String violation : entry.complianceViolations()) {
      size += of(violation);
    }
    return image == null
        ? size
        : size + BASE_BYTES + of(image.prompt()) + of("" + image.location() + image.published());
  }

  /** The size of these entries, without older ones. */
  static long of(CompressedEntries entries) {
    return BASE_BYTES
        + entries.bytes.length
        + entries.others.stream().mapToLong(EntrySize::of).sum();
  }

  private static long of(Message message) {
    long size = of(message.content()) + of(message.name()) + of(message.toolCallId());
    size += of(message.state());
    for (ToolCall call : message.toolCalls()) {
      size += BASE_BYTES + of(call.id()) + of(call.name()) + of(call.arguments());
      size += of(call.state());
    }
    for (Attachment attachment : message.attachments()) {
      size += BASE_BYTES + of(attachment);
    }
    return size;
  }

  private static long of(@Nullable ProviderState state) {
    return state == null || state.data().isEmpty() ? 0 : BASE_BYTES + of(state.data().toString());
  }

  private static long of(Attachment attachment) {
    return attachment instanceof Attachment.Data data
        ? data.bytes().length
        : of(((Attachment.Reference) attachment).location().toString());
  }

  private static long of(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
