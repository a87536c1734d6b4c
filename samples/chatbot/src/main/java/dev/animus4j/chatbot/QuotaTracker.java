package dev.animus4j.chatbot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tracks owned items by weight, and evicts when a quota is exceeded: the oldest item of the
 * heaviest owner. So no owner loses an item to a heavier one.
 *
 * @param <K> key of an item
 */
final class QuotaTracker<K> {
  private final Quota quota;
  private final Map<ClientSession, SessionItems<K>> sessions = new LinkedHashMap<>();
  private final Map<String, Long> clients = new HashMap<>();
  private final Map<K, ClientSession> owners = new HashMap<>();
  private long totalWeight;

  QuotaTracker(Quota quota) {
    this.quota = quota;
  }

  /** Items of one session, oldest first. */
  private static final class SessionItems<K> {
    private final Map<K, Long> weights = new LinkedHashMap<>();
    private long weight;
  }

  /** Whether there is room, if items of the owner and of heavier owners may be evicted. */
  synchronized boolean hasRoom(ClientSession clientSession, long weight) {
    long own = weightOf(clientSession);
    long capped = Math.min(own + weight, quota.session());
    long client = clients.getOrDefault(clientSession.client(), 0L) - own + capped;
    long total = totalWeight - own + capped;
    boolean isRoomOfClient =
        client <= quota.client()
            || weightOf(heaviest(clientSession.client(), clientSession)) > capped;
    boolean isRoomOfAll =
        total <= quota.all() || clients.getOrDefault(heaviest(clientSession), 0L) > client;
    return weight <= quota.session() && (own >= weight || (isRoomOfClient && isRoomOfAll));
  }

  private long weightOf(ClientSession clientSession) {
    SessionItems<K> sessionItems = sessions.get(clientSession);
    return sessionItems == null ? 0 : sessionItems.weight;
  }

  /**
   * Adds an item as the newest; replaces the weight of an existing one.
   *
   * @return the items to evict
   */
  synchronized List<K> put(ClientSession clientSession, K key, long weight) {
    remove(key);
    SessionItems<K> own = sessionItems(clientSession);
    own.weights.put(key, weight);
    owners.put(key, clientSession);
    addWeight(clientSession, own, weight);
    List<K> evicted = new ArrayList<>();
    while (own.weight > quota.session() && own.weights.size() > 1) {
      evicted.add(evictOldest(clientSession));
    }
    while (clients.getOrDefault(clientSession.client(), 0L) > quota.client()) {
      evicted.add(evictOldest(heaviest(clientSession.client(), clientSession)));
    }
    while (totalWeight > quota.all()) {
      evicted.add(evictOldest(heaviest(heaviest(clientSession), clientSession)));
    }
    return evicted;
  }

  /** The heaviest client; in a tie, the one that adds. */
  private String heaviest(ClientSession adding) {
    return clients.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(client -> client.getKey().equals(adding.client())))
        .map(Map.Entry::getKey)
        .orElse(adding.client());
  }

  /** The heaviest session of a client; in a tie, the one that adds. */
  private ClientSession heaviest(String client, ClientSession adding) {
    return sessions.keySet().stream()
        .filter(clientSession -> clientSession.client().equals(client))
        .max(Comparator.<ClientSession>comparingLong(this::weightOf).thenComparing(adding::equals))
        .orElse(adding);
  }

  private SessionItems<K> sessionItems(ClientSession clientSession) {
    return sessions.computeIfAbsent(clientSession, unknown -> new SessionItems<>());
  }

  private K evictOldest(ClientSession clientSession) {
    K oldest = sessionItems(clientSession).weights.keySet().iterator().next();
    remove(oldest);
    return oldest;
  }

  /** Removes an item; whether it existed. */
  synchronized boolean remove(K key) {
    ClientSession clientSession = owners.remove(key);
    SessionItems<K> sessionItems = clientSession == null ? null : sessions.get(clientSession);
    if (clientSession == null || sessionItems == null) {
      return false;
    }
    Long weight = sessionItems.weights.remove(key);
    addWeight(clientSession, sessionItems, -(weight == null ? 0 : weight));
    if (sessionItems.weights.isEmpty()) {
      sessions.remove(clientSession);
    }
    return true;
  }

  private void addWeight(ClientSession clientSession, SessionItems<K> sessionItems, long weight) {
    sessionItems.weight += weight;
    totalWeight += weight;
    clients.merge(clientSession.client(), weight, Long::sum);
    clients.remove(clientSession.client(), 0L);
  }

  /** The owner of an item; empty if there is none. */
  synchronized Optional<ClientSession> owner(K key) {
    return Optional.ofNullable(owners.get(key));
  }

  /** The weight of an item; 0 if there is none. */
  synchronized long weight(K key) {
    ClientSession clientSession = owners.get(key);
    SessionItems<K> sessionItems = clientSession == null ? null : sessions.get(clientSession);
    return sessionItems == null ? 0 : sessionItems.weights.getOrDefault(key, 0L);
  }

  /** All items. */
  synchronized List<K> items() {
    return List.copyOf(owners.keySet());
  }

  /** The total weight. */
  synchronized long weight() {
    return totalWeight;
  }

  /** The number of items. */
  synchronized int count() {
    return owners.size();
  }
}
