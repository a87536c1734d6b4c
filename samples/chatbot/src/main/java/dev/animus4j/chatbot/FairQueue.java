package dev.animus4j.chatbot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Round-robin queue: clients take turns, and so do the sessions of a client; one that was served
 * goes to the end.
 */
final class FairQueue<T> {
  private final Map<String, Map<ClientSession, Deque<T>>> clients = new LinkedHashMap<>();
  private int count;

  void add(ClientSession clientSession, T item) {
    clients
        .computeIfAbsent(clientSession.client(), unknown -> new LinkedHashMap<>())
        .computeIfAbsent(clientSession, unknown -> new ArrayDeque<>())
        .add(item);
    count++;
  }

  /** The first item in turn that matches; null for none. */
  @Nullable T firstMatching(Predicate<T> predicate) {
    for (Map<ClientSession, Deque<T>> sessions : clients.values()) {
      for (Deque<T> session : sessions.values()) {
        T head = session.peek();
        if (head != null && predicate.test(head)) {
          return head;
        }
      }
    }
    return null;
  }

  /** Removes an item that was served, and moves its client and session to the end. */
  void removeAndRotate(ClientSession clientSession, T item) {
    remove(clientSession, item);
    Map<ClientSession, Deque<T>> sessions = clients.remove(clientSession.client());
    if (sessions != null) {
      Deque<T> session = sessions.remove(clientSession);
      if (session != null) {
        sessions.put(clientSession, session);
      }
      clients.put(clientSession.client(), sessions);
    }
  }

  /** Removes an item that no longer waits; whether it was there. */
  boolean remove(ClientSession clientSession, T item) {
    Map<ClientSession, Deque<T>> sessions = clients.getOrDefault(clientSession.client(), Map.of());
    Deque<T> session = sessions.get(clientSession);
    if (session == null || !session.remove(item)) {
      return false;
    }
    count--;
    if (session.isEmpty()) {
      sessions.remove(clientSession);
    }
    if (sessions.isEmpty()) {
      clients.remove(clientSession.client());
    }
    return true;
  }

  int count() {
    return count;
  }

  /** The number of items of a client. */
  int count(String client) {
    return clients.getOrDefault(client, Map.of()).values().stream().mapToInt(Deque::size).sum();
  }

  /** The number of items of a session. */
  int count(ClientSession clientSession) {
    Deque<T> session = clients.getOrDefault(clientSession.client(), Map.of()).get(clientSession);
    return session == null ? 0 : session.size();
  }
}
