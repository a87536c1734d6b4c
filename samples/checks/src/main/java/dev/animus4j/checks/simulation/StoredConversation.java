package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Stored entries of one conversation, and all entries ever appended. */
final class StoredConversation {
  private final FlakyStores flakyStores;
  private final List<StoredEntry> appended = new ArrayList<>();
  private final List<HistoryEntry> rejected = new ArrayList<>();
  private final List<Long> open = new ArrayList<>();
  private List<HistoryEntry> entries = new ArrayList<>();
  private int appending;

  StoredConversation(FlakyStores flakyStores) {
    this.flakyStores = flakyStores;
  }

  /** A stored entry; {@code settled} once an event has published it, or if it need not be. */
  private static final class StoredEntry {
    private final HistoryEntry entry;
    private boolean settled;

    StoredEntry(HistoryEntry entry, boolean doubtful) {
      this.entry = entry;
      this.settled = doubtful;
    }
  }

  /**
   * Records an append.
   *
   * @param stored whether the store keeps the entry
   * @param success whether the store reports success
   */
  void recordAppend(HistoryEntry entry, boolean stored, boolean success) {
    if (stored) {
      entries.add(entry);
      appended.add(new StoredEntry(entry, !success));
    }
    if (!success) {
      rejected.add(entry);
    }
  }

  List<HistoryEntry> latest(int limit) {
    return List.copyOf(entries.subList(Math.max(0, entries.size() - limit), entries.size()));
  }

  List<HistoryEntry> entries() {
    return List.copyOf(entries);
  }

  void replace(List<HistoryEntry> others) {
    entries = new ArrayList<>(others);
  }

  /** Marks the store as busy during an operation. */
  <T> Single<T> whileBusy(Single<T> action) {
    return Single.defer(
        () -> {
          Long started = flakyStores.now();
          open.add(started);
          return action.doFinally(() -> open.remove(started));
        });
  }

  /** The same for an append; appends are sequential. */
  Completable whileAppending(Completable action) {
    Completable alone =
        Completable.defer(
            () -> {
              flakyStores.verify(appending == 0, "two at once are added, be it in which order");
              appending++;
              return action.doFinally(() -> appending--);
            });
    return this.whileBusy(alone.toSingleDefault(this)).ignoreElement();
  }

  boolean isBusy() {
    return !open.isEmpty();
  }

  /** Verifies that no operation was awaited longer than its limit. */
  void verifyWaits() {
    for (Long started : open) {
      long waited = flakyStores.now() - started;
      Invariant.holds(
          waited <= flakyStores.limit().toMillis(), "the store is awaited for %d ms", waited);
    }
  }

  /** Settles the entry of an event, after this index; -1 if the store rejected it. */
  int settle(Predicate<HistoryEntry> matching, int after) {
    for (int at = after + 1; at < appended.size(); at++) {
      StoredEntry storedEntry = appended.get(at);
      if (!storedEntry.settled && matching.test(storedEntry.entry)) {
        storedEntry.settled = true;
        return at;
      }
    }
    return -1;
  }

  /** Whether such an entry was rejected; the rejection is consumed. */
  boolean takeRefused(Predicate<HistoryEntry> matching) {
    return rejected.stream().filter(matching).findFirst().map(rejected::remove).orElse(false);
  }

  /** The stored entries that no event has published. */
  List<HistoryEntry> unsettled() {
    return appended.stream()
        .filter(storedEntry -> !storedEntry.settled)
        .map(storedEntry -> storedEntry.entry)
        .toList();
  }
}
