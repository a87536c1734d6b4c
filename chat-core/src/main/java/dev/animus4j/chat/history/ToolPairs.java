package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs tool calls with their results, whatever was appended in between. A call without its result,
 * a result without its call, or a call before the first user message makes providers reject the
 * request; they are left out, and so are messages that are empty then.
 */
final class ToolPairs {
  private final List<HistoryEntry> backwards = new ArrayList<>();

  /** By id, the call or the result that comes next; some servers reuse ids. */
  private final Map<String, HistoryEntry> next = new HashMap<>();

  private ToolPairs() {}

  static List<HistoryEntry> pair(List<HistoryEntry> entries) {
    ToolPairs pairs = new ToolPairs();
    int firstUser = firstUserIndex(entries);
    for (int at = entries.size() - 1; at >= 0; at--) {
      pairs.add(entries.get(at), at > firstUser);
    }
    Collections.reverse(pairs.backwards);
    return pairs.backwards;
  }

  /** The index of the first user message, or of a summary, which has a question before it. */
  private static int firstUserIndex(List<HistoryEntry> entries) {
    int at = 0;
    while (at < entries.size() && !isUserOrSummary(entries.get(at))) {
      at++;
    }
    return at;
  }

  private static boolean isUserOrSummary(HistoryEntry entry) {
    return entry.message().role() == Role.USER || entry.summary();
  }

  private void add(HistoryEntry entry, boolean afterUser) {
    Message message = entry.message();
    if (message.toolCallId() != null) {
      next.put(message.toolCallId(), entry);
    } else if (!message.toolCalls().isEmpty()) {
      addToolCalls(entry, afterUser);
    } else if (!message.isEmpty()) {
      backwards.add(entry);
    }
  }

  private void addToolCalls(HistoryEntry entry, boolean afterUser) {
    Message message = entry.message();
    List<ToolCall> answered = new ArrayList<>();
    List<HistoryEntry> results = new ArrayList<>();
    for (ToolCall call : message.toolCalls()) {
      HistoryEntry result = next.put(call.id(), entry);
      if (afterUser && result != null && result.message().role() == Role.TOOL) {
        answered.add(call);
        results.add(result);
      }
    }
    Collections.reverse(results);
    Message kept = message.withToolCalls(answered);
    if (!kept.isEmpty()) {
      backwards.addAll(results);
      backwards.add(entry.withMessage(kept));
    }
  }
}
