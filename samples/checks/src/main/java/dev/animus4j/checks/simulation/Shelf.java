package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What one conversation is remembered by, and what the store was ever given of it. */
final class Shelf {
  private final Stores stores;
  private final List<Kept> given = new ArrayList<>();
  private final List<Entry> refused = new ArrayList<>();
  private final List<Long> open = new ArrayList<>();
  private List<Entry> entries = new ArrayList<>();
  private int appending;

  Shelf(Stores stores) {
    this.stores = stores;
  }

  /** An entry that was taken; {@code settled} if it is no matter whether that is told. */
  private static final class Kept {
    private final Entry entry;
    private boolean settled;

    Kept(Entry entry, boolean doubtful) {
      this.entry = entry;
      this.settled = doubtful;
    }
  }

  /**
   * The store is given this.
   *
   * @param kept whether it keeps it
   * @param told whether it tells so
   */
  void given(Entry entry, boolean kept, boolean told) {
    if (kept) {
      entries.add(entry);
      given.add(new Kept(entry, !told));
    }
    if (!told) {
      refused.add(entry);
    }
  }

  List<Entry> latest(int limit) {
    return List.copyOf(entries.subList(Math.max(0, entries.size() - limit), entries.size()));
  }

  List<Entry> all() {
    return List.copyOf(entries);
  }

  void replace(List<Entry> others) {
    entries = new ArrayList<>(others);
  }

  /** The store is busy with it for so long. */
  <T> Single<T> occupied(Single<T> action) {
    return Single.defer(
        () -> {
          Long begun = stores.now();
          open.add(begun);
          return action.doFinally(() -> open.remove(begun));
        });
  }

  /** The same of adding something, which is done one by one. */
  Completable appending(Completable action) {
    Completable alone =
        Completable.defer(
            () -> {
              stores.judge(appending == 0, "two at once are added, be it in which order");
              appending++;
              return action.doFinally(() -> appending--);
            });
    return this.occupied(alone.toSingleDefault(this)).ignoreElement();
  }

  boolean isBusy() {
    return !open.isEmpty();
  }

  /** Nobody waits for the store longer than was agreed. */
  void judge() {
    for (Long begun : open) {
      long waited = stores.now() - begun;
      Rule.that(waited <= stores.limit().toMillis(), "the store is awaited for %d ms", waited);
    }
  }

  /** Finds the entry that an event tells of, behind this one; -1 if the store refused it. */
  int settle(Predicate<Entry> told, int after) {
    for (int at = after + 1; at < given.size(); at++) {
      Kept kept = given.get(at);
      if (!kept.settled && told.test(kept.entry)) {
        kept.settled = true;
        return at;
      }
    }
    return -1;
  }

  /** Whether such an entry was refused, and takes note that this is known. */
  boolean refused(Predicate<Entry> told) {
    return refused.stream().filter(told).findFirst().map(refused::remove).orElse(false);
  }

  /** What is remembered although nobody was told. */
  List<Entry> unsettled() {
    return given.stream().filter(kept -> !kept.settled).map(kept -> kept.entry).toList();
  }
}
