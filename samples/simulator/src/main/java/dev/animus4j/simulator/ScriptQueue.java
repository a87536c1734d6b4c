package dev.animus4j.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Queue of the pending scripted responses. */
final class ScriptQueue {
  private final Deque<ScriptedResponse> waiting = new ArrayDeque<>();
  private ScriptedResponse otherwise = ScriptedResponse.ruleBased();

  synchronized void add(List<ScriptedResponse> scripted) {
    waiting.addAll(scripted);
  }

  synchronized void clear() {
    waiting.clear();
    otherwise = ScriptedResponse.ruleBased();
  }

  synchronized int size() {
    return waiting.size();
  }

  /** Removes the first that matches the path; the one for all others if none does. */
  synchronized ScriptedResponse next(String path) {
    for (Iterator<ScriptedResponse> all = waiting.iterator(); all.hasNext(); ) {
      ScriptedResponse scriptedResponse = all.next();
      if (scriptedResponse.path() == null || path.endsWith(scriptedResponse.path())) {
        all.remove();
        return scriptedResponse;
      }
    }
    return otherwise;
  }

  /** Sets the response to requests that no other is for. */
  synchronized void always(ScriptedResponse scriptedResponse) {
    otherwise = scriptedResponse;
  }
}
