package dev.animus4j.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Queue of the pending scripted responses. */
final class ScriptQueue {
  private final Deque<ScriptedResponse> waiting = new ArrayDeque<>();

  synchronized void add(List<ScriptedResponse> scripted) {
    waiting.addAll(scripted);
  }

  synchronized void clear() {
    waiting.clear();
  }

  synchronized int size() {
    return waiting.size();
  }

  /** Removes the first that matches the path; the rule-based response if none does. */
  synchronized ScriptedResponse next(String path) {
    for (Iterator<ScriptedResponse> all = waiting.iterator(); all.hasNext(); ) {
      ScriptedResponse scriptedResponse = all.next();
      if (scriptedResponse.path() == null || path.endsWith(scriptedResponse.path())) {
        all.remove();
        return scriptedResponse;
      }
    }
    return ScriptedResponse.ruleBased();
  }
}
