package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ToolCall;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Holds what is told of calls against the history: each call is there, and so is its answer. */
final class ToolRecall {
  private final Talk talk;
  private final Send send;
  private final Set<String> open = new HashSet<>();
  private final Set<String> asked = new HashSet<>();
  private final Set<String> owed = new HashSet<>();

  ToolRecall(Talk talk, Send send) {
    this.talk = talk;
    this.send = send;
  }

  boolean isQuiet() {
    return open.isEmpty();
  }

  void told(ToolEvent event) {
    if (event instanceof ToolEvent.ToolCallStarted started) {
      Rule.that(open.add(started.callId()), "called twice at once: %s", event);
      called(started.callId());
    } else if (event instanceof ToolEvent.ToolCallCompleted completed) {
      Rule.that(open.remove(completed.callId()), "never called: %s", event);
      Rule.that(isAnswered(completed.callId()), "not remembered: %s", event);
    } else if (event instanceof ToolEvent.ToolCallFailed failed) {
      Rule.that(open.remove(failed.callId()), "never called: %s", event);
      if (!isAnswered(failed.callId())) {
        owed.add(failed.callId());
      }
    }
  }

  /** The first call of a round that is told of: all of them were remembered before. */
  private void called(String id) {
    if (!asked.remove(id)) {
      boolean found = settled(entry -> calls(entry, id) && asked.addAll(ids(entry)));
      Rule.that(found, "a call that nobody remembers: %s", id);
      asked.remove(id);
    }
  }

  private boolean isAnswered(String id) {
    return settled(entry -> id.equals(entry.message().toolCallId()));
  }

  private boolean settled(Predicate<Entry> entry) {
    return send.options().historySize() == 0 || talk.shelf().settle(entry, -1) >= 0;
  }

  /** The answer broke off: what was not answered is remembered as not answered. */
  void broken(Rounds rounds) {
    Rule.that(open.isEmpty(), "calls without an end: %s", open);
    if (send.options().historySize() == 0 || !rounds.isWithTools()) {
      return;
    }
    Set<String> called = rounds.called();
    while (settled(entry -> isCallOnly(entry) && called.containsAll(ids(entry)))) {
      // asked for, and never begun
    }
    for (String id : called) {
      if (isAnswered(id)) {
        owed.remove(id);
      }
    }
    Rule.that(owed.isEmpty() || talk.mayFail(), "remembered without an answer: %s", owed);
  }

  private static boolean isCallOnly(Entry entry) {
    boolean silent = entry.message().content().isEmpty() && entry.picture() == null;
    return silent && !entry.message().toolCalls().isEmpty();
  }

  private static boolean calls(Entry entry, String id) {
    return isCallOnly(entry) && ids(entry).contains(id);
  }

  private static Set<String> ids(Entry entry) {
    Set<String> ids = new HashSet<>();
    entry.message().toolCalls().stream().map(ToolCall::id).forEach(ids::add);
    return ids;
  }
}
