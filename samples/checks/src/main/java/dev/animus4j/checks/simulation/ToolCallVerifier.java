package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ToolCall;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Verifies the tool events against the history: each call is stored, and so is its result. */
final class ToolCallVerifier {
  private final ConversationVerifier conversationVerifier;
  private final SentMessage sentMessage;
  private final Set<String> open = new HashSet<>();
  private final Set<String> requestedIds = new HashSet<>();
  private final Set<String> owed = new HashSet<>();

  ToolCallVerifier(ConversationVerifier conversationVerifier, SentMessage sentMessage) {
    this.conversationVerifier = conversationVerifier;
    this.sentMessage = sentMessage;
  }

  boolean isIdle() {
    return open.isEmpty();
  }

  void onToolEvent(ToolEvent event) {
    if (event instanceof ToolEvent.ToolCallStarted started) {
      Invariant.holds(open.add(started.callId()), "called twice at once: %s", event);
      verifyCallStored(started.callId());
    } else if (event instanceof ToolEvent.ToolCallCompleted completed) {
      Invariant.holds(open.remove(completed.callId()), "never called: %s", event);
      Invariant.holds(isAnswered(completed.callId()), "not remembered: %s", event);
    } else if (event instanceof ToolEvent.ToolCallFailed failed) {
      Invariant.holds(open.remove(failed.callId()), "never called: %s", event);
      if (!isAnswered(failed.callId())) {
        owed.add(failed.callId());
      }
    }
  }

  /** Verifies that all calls of a round are stored before the first event of it. */
  private void verifyCallStored(String id) {
    if (!requestedIds.remove(id)) {
      boolean found = settle(entry -> calls(entry, id) && requestedIds.addAll(ids(entry)));
      Invariant.holds(found, "a call that nobody remembers: %s", id);
      requestedIds.remove(id);
    }
  }

  private boolean isAnswered(String id) {
    return settle(entry -> id.equals(entry.message().toolCallId()));
  }

  private boolean settle(Predicate<HistoryEntry> entry) {
    return sentMessage.options().maxHistoryMessages() == 0
        || conversationVerifier.storedConversation().settle(entry, -1) >= 0;
  }

  /** Verifies that an interrupted round stores the calls without a result as failed. */
  void verifyCutShort(ToolRoundVerifier toolRoundVerifier) {
    Invariant.holds(open.isEmpty(), "calls without an end: %s", open);
    if (sentMessage.options().maxHistoryMessages() == 0 || !toolRoundVerifier.isWithTools()) {
      return;
    }
    Set<String> called = toolRoundVerifier.callIds();
    while (settle(entry -> isCallOnly(entry) && called.containsAll(ids(entry)))) {
      // requested, and never started
    }
    for (String id : called) {
      if (isAnswered(id)) {
        owed.remove(id);
      }
    }
    Invariant.holds(
        owed.isEmpty() || conversationVerifier.mayFail(), "remembered without an answer: %s", owed);
  }

  private static boolean isCallOnly(HistoryEntry entry) {
    boolean silent = entry.message().content().isEmpty() && entry.picture() == null;
    return silent && !entry.message().toolCalls().isEmpty();
  }

  private static boolean calls(HistoryEntry entry, String id) {
    return isCallOnly(entry) && ids(entry).contains(id);
  }

  private static Set<String> ids(HistoryEntry entry) {
    Set<String> ids = new HashSet<>();
    entry.message().toolCalls().stream().map(ToolCall::id).forEach(ids::add);
    return ids;
  }
}
