package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Stores of a world. */
final class FlakyStores {
  private final SimulatedWorld simulatedWorld;
  private final Map<String, StoredConversation> shelves = new HashMap<>();
  private final Duration limit;
  private final FlakyHistoryStore memory;
  private final VerifyingSummariser verifyingSummariser;
  private final VerifyingHistoryStore history;
  private final FlakyImageStore flakyImageStore;

  FlakyStores(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.limit = Duration.ofSeconds(simulatedWorld.random().any(5, 30));
    this.memory = new FlakyHistoryStore(simulatedWorld, this);
    this.verifyingSummariser = new VerifyingSummariser(simulatedWorld);
    this.history =
        new VerifyingHistoryStore(
            simulatedWorld,
            simulatedWorld.has(WorldFeature.SUMMARIES)
                ? memory.withSummaries(verifyingSummariser)
                : memory);
    this.flakyImageStore = new FlakyImageStore(simulatedWorld);
  }

  HistoryStore history() {
    return history;
  }

  FlakyImageStore imageStore() {
    return flakyImageStore;
  }

  StoredConversation conversation(String conversation) {
    return shelves.computeIfAbsent(conversation, id -> new StoredConversation(this));
  }

  /** The time limit of a store. */
  Duration limit() {
    return limit;
  }

  long now() {
    return simulatedWorld.now();
  }

  /** Whether an operation is running, even without a subscriber. */
  boolean isBusy() {
    return flakyImageStore.isBusy()
        || shelves.values().stream().anyMatch(StoredConversation::isBusy);
  }

  boolean mayFail() {
    return memory.mayFail() || flakyImageStore.mayFail();
  }

  /** Records that a user edited the history. */
  void onEdited(
      String conversation, UnaryOperator<List<HistoryEntry>> change, List<HistoryEntry> before) {
    List<HistoryEntry> after = conversation(conversation).entries();
    simulatedWorld.runVerified(
        () -> {
          if (history.isOfUser(change)) {
            verifyingSummariser.onEdited(conversation);
          } else {
            verifyingSummariser.verifySummary(conversation, before, after);
          }
        });
  }

  void verify(boolean holds, String rule) {
    simulatedWorld.runVerified(() -> Invariant.holds(holds, rule));
  }

  void stopFailing() {
    memory.stopFailing();
    flakyImageStore.stopFailing();
  }

  void verifyAll() {
    verifyingSummariser.verifyAll();
  }
}
