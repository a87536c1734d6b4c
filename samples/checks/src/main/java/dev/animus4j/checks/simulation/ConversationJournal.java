package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredExchange;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.TakenOver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is stored of one conversation, verified with each step. */
final class ConversationJournal {
  private final LedgerWorld world;
  private final String id;
  private final StepVerifier steps;
  private final EntryJournal entries;
  private final TreeMap<Long, StoredEvent> rows = new TreeMap<>();
  private final Map<String, ExchangeJournal> exchanges = new LinkedHashMap<>();
  private final Map<String, String> exchangesByMessage = new HashMap<>();
  private final Map<LedgerClient, Long> reserved = new HashMap<>();
  private final Map<LedgerClient, Integer> incarnations = new HashMap<>();
  private @Nullable LedgerClient owner;
  private int incarnation;

  ConversationJournal(LedgerWorld world, String id) {
    this.world = world;
    this.id = id;
    this.entries = new EntryJournal(world, this);
    this.steps = new StepVerifier(this);
  }

  String id() {
    return id;
  }

  EntryJournal entries() {
    return entries;
  }

  /** How often the conversation was erased before. */
  int incarnation() {
    return incarnation;
  }

  /** The same, as the client knows it. */
  int incarnation(LedgerClient client) {
    return incarnations.getOrDefault(client, 0);
  }

  /** The last number that a client may use for a delta. */
  long reserved(LedgerClient client) {
    return reserved.getOrDefault(client, 0L);
  }

  /** Whether the client has claimed the conversation last. */
  boolean isOwnedBy(LedgerClient client) {
    return owner == client;
  }

  /** The rows of events, by the last number that each covers. */
  TreeMap<Long, StoredEvent> rows() {
    return rows;
  }

  Map<String, ExchangeJournal> exchanges() {
    return exchanges;
  }

  void onOrdered(String prompt) {
    world.models().onOrdered(prompt);
  }

  void onClaimed(LedgerClient client) {
    world.log().record(id, client + " claims");
    owner = client;
  }

  void onClaimAnswered(LedgerClient client) {
    incarnations.put(client, incarnation);
    reserved.remove(client);
  }

  void onForgotten() {
    world.log().record(id, "is erased");
    world.counters().add("erased");
    incarnation++;
    rows.clear();
    exchanges.clear();
    exchangesByMessage.clear();
    entries.clear();
  }

  void onRefused(Step step, Throwable cause) {
    world.log().record(id, "refused: " + cause);
    world.runVerified(() -> Invariant.holds(isExpected(cause), "refused: %s: %s", cause, step));
  }

  /** Another client has the conversation, or this one has closed the ledger meanwhile. */
  private static boolean isExpected(Throwable cause) {
    return cause instanceof TakenOver || cause instanceof AnimusException.Cancelled;
  }

  void onStored(LedgerClient client, Step step) {
    world.log().record(id, client + " stores " + step);
    world.counters().add("step");
    world.runVerified(() -> store(client, step));
  }

  private void store(LedgerClient client, Step step) {
    reserved.put(client, step.reserved());
    for (StoredEvent row : step.events()) {
      add(row);
    }
    step.exchanges().forEach(this::bind);
    steps.verify(step);
    entries.onStored(step);
  }

  private void add(StoredEvent row) {
    long last = rows.isEmpty() ? 0 : rows.lastKey();
    Invariant.holds(row.first() == last + 1, "%s follows %d", row, last);
    rows.put(row.last(), row);
    ChatEvent event = row.event();
    world.publishedEvents().onStored(event);
    exchanges
        .computeIfAbsent(event.exchangeId(), any -> new ExchangeJournal())
        .add(row, world.counters());
  }

  /** A message that was answered belongs to its exchange for good. */
  private void bind(StoredExchange exchange) {
    for (String messageId : exchange.messageIds()) {
      String before = exchangesByMessage.put(messageId, exchange.id());
      ExchangeJournal other = before == null ? null : exchanges.get(before);
      boolean again = other != null && !before.equals(exchange.id()) && other.isAnswered();
      Invariant.holds(!again, "%s was answered by %s, and is by %s", messageId, before, exchange);
    }
  }

  /** Verifies that nothing is open. */
  void verifyAll() {
    exchanges.forEach((key, it) -> Invariant.holds(it.isOver(), "%s in %s is running", key, id));
    entries.verifyAll();
  }
}
