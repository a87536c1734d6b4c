package dev.animus4j.chatbot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait. Clients take turns, and so do the sessions of a client; whoever was served goes
 * to the end.
 */
final class Turns<T> {
  private final Map<String, Map<Owner, Deque<T>>> clients = new LinkedHashMap<>();
  private int count;

  void add(Owner owner, T one) {
    clients
        .computeIfAbsent(owner.client(), unknown -> new LinkedHashMap<>())
        .computeIfAbsent(owner, unknown -> new ArrayDeque<>())
        .add(one);
    count++;
  }

  /** The first whose turn it is, of those that may; null for none. */
  @Nullable T first(Predicate<T> may) {
    for (Map<Owner, Deque<T>> sessions : clients.values()) {
      for (Deque<T> session : sessions.values()) {
        T head = session.peek();
        if (head != null && may.test(head)) {
          return head;
        }
      }
    }
    return null;
  }

  /** Takes out the one whose turn it was. */
  void take(Owner owner, T one) {
    remove(owner, one);
    Map<Owner, Deque<T>> sessions = clients.remove(owner.client());
    if (sessions != null) {
      Deque<T> session = sessions.remove(owner);
      if (session != null) {
        sessions.put(owner, session);
      }
      clients.put(owner.client(), sessions);
    }
  }

  /** Takes out one that does not wait any longer; whether it did. */
  boolean remove(Owner owner, T one) {
    Map<Owner, Deque<T>> sessions = clients.getOrDefault(owner.client(), Map.of());
    Deque<T> session = sessions.get(owner);
    if (session == null || !session.remove(one)) {
      return false;
    }
    count--;
    if (session.isEmpty()) {
      sessions.remove(owner);
    }
    if (sessions.isEmpty()) {
      clients.remove(owner.client());
    }
    return true;
  }

  int count() {
    return count;
  }

  /** How many of one client. */
  int count(String client) {
    return clients.getOrDefault(client, Map.of()).values().stream().mapToInt(Deque::size).sum();
  }

  /** How many of one session. */
  int count(Owner owner) {
    Deque<T> session = clients.getOrDefault(owner.client(), Map.of()).get(owner);
    return session == null ? 0 : session.size();
  }
}
