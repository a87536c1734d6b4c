package dev.animus4j.simulator;

import dev.animus4j.simulator.ReceivedRequest.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Log of received requests, with the number of open ones, and waiters for that number. */
final class RequestLog {
  private static final int REQUESTS = 1000;
  private static final int CHARACTERS = 1 << 24;

  private final Deque<LoggedRequest> entries = new ArrayDeque<>();
  private final List<Waiter> waiting = new ArrayList<>();
  private int characters;
  private int open;

  private record LoggedRequest(ReceivedRequest received, Supplier<Outcome> outcome) {
    ReceivedRequest now() {
      return new ReceivedRequest(
          received.method(), received.path(), received.headers(), received.body(), outcome.get());
    }
  }

  private record Waiter(int count, Promise<Void> promise) {}

  synchronized void record(ReceivedRequest receivedRequest, Supplier<Outcome> outcome) {
    entries.add(new LoggedRequest(receivedRequest, outcome));
    characters += receivedRequest.body().length();
    while (entries.size() > REQUESTS || characters > CHARACTERS) {
      characters -= entries.remove().received.body().length();
    }
  }

  synchronized List<ReceivedRequest> requests() {
    return entries.stream().map(LoggedRequest::now).toList();
  }

  synchronized void clear() {
    entries.clear();
    characters = 0;
  }

  void requestOpened() {
    changeOpen(1);
  }

  void requestClosed() {
    changeOpen(-1);
  }

  synchronized int openRequests() {
    return open;
  }

  synchronized Future<Void> whenOpen(int count) {
    if (count == open) {
      return Future.succeededFuture();
    }
    Waiter waiter = new Waiter(count, Promise.promise());
    waiting.add(waiter);
    return waiter.promise.future();
  }

  private void changeOpen(int change) {
    takeReached(change).forEach(waiter -> waiter.promise.complete());
  }

  private synchronized List<Waiter> takeReached(int change) {
    open += change;
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiter> reached = waiting.stream().filter(waiter -> waiter.count == open).toList();
    waiting.removeAll(reached);
    return reached;
  }
}
