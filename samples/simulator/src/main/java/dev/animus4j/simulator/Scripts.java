package dev.animus4j.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The scripted answers that have not been given yet, in order. */
final class Scripts {
  private final Deque<Scripted> waiting = new ArrayDeque<>();

  synchronized void add(List<Scripted> scripted) {
    waiting.addAll(scripted);
  }

  synchronized void clear() {
    waiting.clear();
  }

  synchronized int size() {
    return waiting.size();
  }

  /** Takes the first that matches the path; by the rules if none does. */
  synchronized Scripted next(String path) {
    for (Iterator<Scripted> all = waiting.iterator(); all.hasNext(); ) {
      Scripted scripted = all.next();
      if (scripted.path() == null || path.endsWith(scripted.path())) {
        all.remove();
        return scripted;
      }
    }
    return Scripted.byTheRules();
  }
}
