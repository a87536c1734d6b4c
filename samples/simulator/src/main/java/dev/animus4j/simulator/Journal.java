package dev.animus4j.simulator;

import dev.animus4j.simulator.Received.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Which requests came in, how many are open, and who waits for that number. */
final class Journal {
  private static final int REQUESTS = 1000;
  private static final int CHARACTERS = 1 << 24;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private int characters;
  private int open;

  private record Entry(Received received, Supplier<Outcome> outcome) {
    Received now() {
      return new Received(
          received.method(), received.path(), received.headers(), received.body(), outcome.get());
    }
  }

  private record Waiting(int count, Promise<Void> promise) {}

  synchronized void record(Received received, Supplier<Outcome> outcome) {
    entries.add(new Entry(received, outcome));
    characters += received.body().length();
    while (entries.size() > REQUESTS || characters > CHARACTERS) {
      characters -= entries.remove().received.body().length();
    }
  }

  synchronized List<Received> received() {
    return entries.stream().map(Entry::now).toList();
  }

  synchronized void clear() {
    entries.clear();
    characters = 0;
  }

  void opened() {
    count(1);
  }

  void closed() {
    count(-1);
  }

  synchronized int open() {
    return open;
  }

  synchronized Future<Void> whenOpen(int count) {
    if (count == open) {
      return Future.succeededFuture();
    }
    Waiting next = new Waiting(count, Promise.promise());
    waiting.add(next);
    return next.promise.future();
  }

  private void count(int change) {
    reached(change).forEach(waiting -> waiting.promise.complete());
  }

  private synchronized List<Waiting> reached(int change) {
    open += change;
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiting> reached = waiting.stream().filter(one -> one.count == open).toList();
    waiting.removeAll(reached);
    return reached;
  }
}
