package dev.animus4j.chatbot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who holds what, by weight, and what has to go when that is too much: the oldest of whoever holds
 * most. So nobody loses anything to somebody who holds more.
 *
 * @param <K> by what it is known
 */
final class Holdings<K> {
  private final Share share;
  private final Map<Owner, Holding<K>> sessions = new LinkedHashMap<>();
  private final Map<String, Long> clients = new HashMap<>();
  private final Map<K, Owner> owners = new HashMap<>();
  private long all;

  Holdings(Share share) {
    this.share = share;
  }

  /** What one session holds, oldest first. */
  private static final class Holding<K> {
    private final Map<K, Long> weights = new LinkedHashMap<>();
    private long weight;
  }

  /** Whether there is room, where the owner's own may go, and something of who holds more. */
  synchronized boolean hasRoom(Owner owner, long weight) {
    long own = heldBy(owner);
    long kept = Math.min(own + weight, share.session());
    long client = clients.getOrDefault(owner.client(), 0L) - own + kept;
    long total = all - own + kept;
    boolean isRoomOfClient =
        client <= share.client() || heldBy(heaviest(owner.client(), owner)) > kept;
    boolean isRoomOfAll =
        total <= share.all() || clients.getOrDefault(heaviest(owner), 0L) > client;
    return weight <= share.session() && (own >= weight || (isRoomOfClient && isRoomOfAll));
  }

  private long heldBy(Owner owner) {
    Holding<K> holding = sessions.get(owner);
    return holding == null ? 0 : holding.weight;
  }

  /**
   * Holds something, as the newest; of something that is held already, the weight is another one.
   *
   * @return what has to go instead
   */
  synchronized List<K> put(Owner owner, K key, long weight) {
    remove(key);
    Holding<K> own = held(owner);
    own.weights.put(key, weight);
    owners.put(key, owner);
    add(owner, own, weight);
    List<K> gone = new ArrayList<>();
    while (own.weight > share.session() && own.weights.size() > 1) {
      gone.add(letGo(owner));
    }
    while (clients.getOrDefault(owner.client(), 0L) > share.client()) {
      gone.add(letGo(heaviest(owner.client(), owner)));
    }
    while (all > share.all()) {
      gone.add(letGo(heaviest(heaviest(owner), owner)));
    }
    return gone;
  }

  /** The client that holds most; of several, the one that wants more. */
  private String heaviest(Owner who) {
    return clients.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(client -> client.getKey().equals(who.client())))
        .map(Map.Entry::getKey)
        .orElse(who.client());
  }

  /** The session of a client that holds most; of several, the one that wants more. */
  private Owner heaviest(String client, Owner who) {
    return sessions.keySet().stream()
        .filter(owner -> owner.client().equals(client))
        .max(Comparator.<Owner>comparingLong(this::heldBy).thenComparing(who::equals))
        .orElse(who);
  }

  private Holding<K> held(Owner owner) {
    return sessions.computeIfAbsent(owner, unknown -> new Holding<>());
  }

  private K letGo(Owner owner) {
    K oldest = held(owner).weights.keySet().iterator().next();
    remove(oldest);
    return oldest;
  }

  /** Whether it was held. */
  synchronized boolean remove(K key) {
    Owner owner = owners.remove(key);
    Holding<K> holding = owner == null ? null : sessions.get(owner);
    if (owner == null || holding == null) {
      return false;
    }
    Long weight = holding.weights.remove(key);
    add(owner, holding, -(weight == null ? 0 : weight));
    if (holding.weights.isEmpty()) {
      sessions.remove(owner);
    }
    return true;
  }

  private void add(Owner owner, Holding<K> holding, long weight) {
    holding.weight += weight;
    all += weight;
    clients.merge(owner.client(), weight, Long::sum);
    clients.remove(owner.client(), 0L);
  }

  /** Whose it is; empty for what is not held. */
  synchronized Optional<Owner> owner(K key) {
    return Optional.ofNullable(owners.get(key));
  }

  /** How heavy it is; 0 for what is not held. */
  synchronized long weight(K key) {
    Owner owner = owners.get(key);
    Holding<K> holding = owner == null ? null : sessions.get(owner);
    return holding == null ? 0 : holding.weights.getOrDefault(key, 0L);
  }

  /** What a session holds, from wherever it came. */
  synchronized List<K> of(String session) {
    return owners.entrySet().stream()
        .filter(held -> held.getValue().session().equals(session))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How much is held. */
  synchronized long weight() {
    return all;
  }

  /** How many things are held. */
  synchronized int count() {
    return owners.size();
  }
}
