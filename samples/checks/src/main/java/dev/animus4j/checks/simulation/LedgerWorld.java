package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.ledger.InMemoryLedger;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients on one ledger, with all that happens to them. Everything is determined by the seed. */
final class LedgerWorld {
  private static final int MAX_CLIENTS = 2;

  private final VirtualTime time = new VirtualTime();
  private final VirtualScheduler scheduler = time.newScheduler();
  private final SimulationLog log = new SimulationLog(time);
  private final InMemoryLedger memory = new InMemoryLedger();
  private final Map<String, ConversationJournal> journals = new LinkedHashMap<>();
  private final Map<String, LedgerSend> sends = new LinkedHashMap<>();
  private final List<LedgerClient> clients = new ArrayList<>();
  private final ToldEvents told = new ToldEvents(this);
  private final Vertx vertx;
  private final EventCounters counters;
  private final RandomChoices random;
  private final LedgerFaults faults;
  private final LedgerModels models;
  private @Nullable LedgerClient current;
  private @Nullable Throwable failure;
  private boolean userDone;

  LedgerWorld(long seed, Vertx vertx, EventCounters counters) {
    this.vertx = vertx;
    this.counters = counters;
    this.random = RandomChoices.of(seed);
    this.faults = new LedgerFaults(random, time);
    this.models = new LedgerModels(this);
    for (int i = random.upToInclusive(2); i >= 0; i--) {
      journals.put("c" + i, new ConversationJournal(this, "c" + i));
    }
    newClient();
  }

  RandomChoices random() {
    return random;
  }

  VirtualScheduler scheduler() {
    return scheduler;
  }

  VirtualScheduler newScheduler() {
    return time.newScheduler();
  }

  long now() {
    return time.millis();
  }

  SimulationLog log() {
    return log;
  }

  EventCounters counters() {
    return counters;
  }

  InMemoryLedger memory() {
    return memory;
  }

  LedgerFaults faults() {
    return faults;
  }

  LedgerModels models() {
    return models;
  }

  ToldEvents publishedEvents() {
    return told;
  }

  List<String> conversations() {
    return List.copyOf(journals.keySet());
  }

  ConversationJournal journal(String conversation) {
    return Invariant.notNull(journals.get(conversation), conversation);
  }

  List<LedgerClient> clients() {
    return clients;
  }

  Map<String, LedgerSend> sends() {
    return sends;
  }

  void add(String name, LedgerSend send) {
    sends.put(name, send);
  }

  /** Whether the ids of messages may be being looked up. */
  boolean isLookingUp() {
    return sends.values().stream().anyMatch(send -> send.isOnce() && !send.isOver());
  }

  /** Whether this is a message whose reply streams as one. */
  boolean isStreaming(String name) {
    LedgerSend send = sends.get(name);
    return send != null && send.isStreaming();
  }

  /** The chat model is asked for the answer to this message. */
  void onRequest(LedgerClient client, String name) {
    boolean known = false;
    for (ConversationJournal journal : journals.values()) {
      for (ExchangeJournal exchange : List.copyOf(journal.exchanges().values())) {
        if (exchange.name().equals(name)) {
          known = true;
          exchange.onRequest(journal.isOwnedBy(client));
        }
      }
    }
    boolean erased = journals.values().stream().anyMatch(it -> it.incarnation() > 0);
    Invariant.holds(known || erased, "no exchange of %s is stored", name);
  }

  /** A client that is open; a new one if there is none. */
  LedgerClient anyClient() {
    List<LedgerClient> open = clients.stream().filter(LedgerClient::isOpen).toList();
    return open.isEmpty() ? newClient() : random.any(open);
  }

  LedgerClient newClient() {
    LedgerClient client = new LedgerClient(this, "client" + (clients.size() + 1), vertx);
    log.record("world", client + " is opened");
    clients.add(client);
    return client;
  }

  /** Adds a client beside those that are open, which take conversations from one another. */
  void addClient() {
    if (clients.stream().filter(LedgerClient::isOpen).count() < MAX_CLIENTS && random.oneIn(2)) {
      newClient();
    }
  }

  void onUserDone() {
    userDone = true;
  }

  boolean isUserDone() {
    return userDone;
  }

  /** Runs a task of a client: what is published by it is published by that client. */
  void runAs(LedgerClient client, Runnable task) {
    LedgerClient before = current;
    current = client;
    try {
      task.run();
    } finally {
      current = before;
    }
  }

  void onPublished(ChatEvent event) {
    runVerified(() -> told.onPublished(Invariant.notNull(current, "who tells " + event), event));
  }

  /** Runs a step, and keeps the first violation. */
  void runVerified(Runnable step) {
    try {
      step.run();
    } catch (Throwable broken) {
      recordFailure(broken);
    }
  }

  void recordFailure(Throwable broken) {
    failure = failure == null ? broken : failure;
  }

  /** Runs all tasks that are due within so many milliseconds. */
  void run(long millis) throws Throwable {
    boolean[] over = new boolean[1];
    scheduler.schedule(millis, () -> over[0] = true);
    while (failure == null && !over[0] && time.runNext()) {
      // goes on
    }
    if (failure != null) {
      throw failure;
    }
  }
}
