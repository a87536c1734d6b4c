package dev.animus4j.checks;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.checks.history.StoredHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the listeners of several nodes have heard of the same conversations. */
final class HeardEvents {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private record Listener(int client, String conversation) {}

  private final Map<Listener, List<Long>> sequences = new HashMap<>();
  private final Map<Listener, Long> latest = new HashMap<>();
  private long longestSilence;

  synchronized void add(int client, KillLine line) {
    List<String> fields = line.fields();
    Listener listener = new Listener(client, fields.get(0));
    sequences.computeIfAbsent(listener, it -> new ArrayList<>()).add(Long.parseLong(fields.get(1)));
    Long before = latest.put(listener, line.nanos());
    longestSilence = Math.max(longestSilence, before == null ? 0 : line.nanos() - before);
    notifyAll();
  }

  /** Waits until a listener has heard so far. */
  synchronized void await(int client, String conversation, long sequence)
      throws InterruptedException {
    Listener listener = new Listener(client, conversation);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (lastSequence(listener) < sequence) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      Check.require(
          left > 0, "%s heard only up to %d of %d", listener, lastSequence(listener), sequence);
      wait(left);
    }
  }

  private long lastSequence(Listener listener) {
    List<Long> heard = sequences.getOrDefault(listener, List.of());
    return heard.isEmpty() ? 0 : heard.get(heard.size() - 1);
  }

  /** The listeners of a client hear nothing any more. */
  synchronized void addEnd(int client, long nanos) {
    latest.forEach(
        (listener, before) -> {
          boolean isOver = listener.client() == client;
          longestSilence = Math.max(longestSilence, isOver ? nanos - before : 0);
        });
  }

  /** Between two events of a conversation, or after the last, in milliseconds. */
  synchronized long longestSilence() {
    return TimeUnit.NANOSECONDS.toMillis(longestSilence);
  }

  synchronized int listeners() {
    return sequences.size();
  }

  /** What was heard out of order, twice, or not at all; deltas may have been merged. */
  synchronized List<String> violations(StoredHistory stored) {
    List<String> violations = new ArrayList<>();
    sequences.forEach(
        (listener, heard) -> {
          for (int i = 1; i < heard.size(); i++) {
            if (heard.get(i) <= heard.get(i - 1)) {
              violations.add(listener + ": " + heard.get(i) + " after " + heard.get(i - 1));
            }
          }
          missing(listener, heard, stored)
              .forEach(it -> violations.add(listener + " has not heard " + it));
        });
    return violations;
  }

  private static List<Long> missing(Listener listener, List<Long> heard, StoredHistory stored) {
    Set<Long> all = new HashSet<>(heard);
    long last = heard.get(heard.size() - 1);
    return stored.conversations().stream()
        .filter(it -> it.id().equals(listener.conversation()))
        .flatMap(it -> it.events().stream())
        .filter(it -> it.last() <= last && !isDelta(it))
        .map(StoredEvent::last)
        .filter(it -> !all.contains(it))
        .toList();
  }

  private static boolean isDelta(StoredEvent row) {
    return row.event() instanceof MessageTokens || row.event() instanceof ReasoningTokens;
  }
}
