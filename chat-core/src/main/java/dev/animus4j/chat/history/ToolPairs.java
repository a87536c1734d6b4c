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
 * Brings tool calls and their results together, whatever was remembered in between. A call without
 * its result, a result without its call, or a call before which no user has spoken makes providers
 * refuse the request; they are left out, and so is what then says nothing.
 */
final class ToolPairs {
  private final List<Entry> backwards = new ArrayList<>();

  /** By its id, the call or the result that comes next; some servers use ids again. */
  private final Map<String, Entry> next = new HashMap<>();

  private ToolPairs() {}

  static List<Entry> of(List<Entry> entries) {
    ToolPairs pairs = new ToolPairs();
    int asked = asked(entries);
    for (int at = entries.size() - 1; at >= 0; at--) {
      pairs.add(entries.get(at), at > asked);
    }
    Collections.reverse(pairs.backwards);
    return pairs.backwards;
  }

  /** Where a user speaks first, if only to ask for the summary. */
  private static int asked(List<Entry> entries) {
    int at = 0;
    while (at < entries.size() && !isAsked(entries.get(at))) {
      at++;
    }
    return at;
  }

  private static boolean isAsked(Entry entry) {
    return entry.message().role() == Role.USER || entry.summary();
  }

  private void add(Entry entry, boolean asked) {
    Message message = entry.message();
    if (message.toolCallId() != null) {
      next.put(message.toolCallId(), entry);
    } else if (!message.toolCalls().isEmpty()) {
      addCalling(entry, asked);
    } else if (!message.isEmpty()) {
      backwards.add(entry);
    }
  }

  private void addCalling(Entry entry, boolean asked) {
    Message message = entry.message();
    List<ToolCall> answered = new ArrayList<>();
    List<Entry> results = new ArrayList<>();
    for (ToolCall call : message.toolCalls()) {
      Entry result = next.put(call.id(), entry);
      if (asked && result != null && result.message().role() == Role.TOOL) {
        answered.add(call);
        results.add(result);
      }
    }
    Collections.reverse(results);
    Message kept = message.calling(answered);
    if (!kept.isEmpty()) {
      backwards.addAll(results);
      backwards.add(entry.saying(kept));
    }
  }
}
