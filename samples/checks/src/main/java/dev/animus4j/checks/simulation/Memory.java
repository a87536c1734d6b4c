package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A history that is slow and fails at times, and knows what it was ever given. */
final class Memory implements History {
  private final Chance chance;
  private final Timers timers;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final boolean slow;
  private final boolean mayFail;
  private int failing;

  Memory(Chance chance, Timers timers) {
    this.chance = chance;
    this.timers = timers;
    this.slow = chance.once(3);
    this.mayFail = chance.once(3);
    this.failing = mayFail ? 4 : 0;
  }

  boolean mayFail() {
    return mayFail;
  }

  void calmDown() {
    failing = 0;
  }

  /** Whether it does things in the order in which it is asked to. */
  boolean isPrompt() {
    return !slow;
  }

  Shelf of(String conversation) {
    return shelves.computeIfAbsent(conversation, id -> new Shelf());
  }

  @Override
  public Completable append(String conversation, Entry entry) {
    Shelf shelf = of(conversation);
    return Completable.defer(
            () -> {
              boolean fails = chance.percent(failing);
              boolean kept = !fails || chance.once(3);
              shelf.given(entry, kept, fails);
              return fails ? Completable.error(failure()) : Completable.complete();
            })
        .compose(action -> shelf.occupied(delayed().andThen(action)));
  }

  @Override
  public Single<List<Entry>> recent(String conversation, int limit) {
    Shelf shelf = of(conversation);
    Single<List<Entry>> found =
        Single.fromCallable(
            () -> {
              if (chance.percent(failing)) {
                throw failure();
              }
              return shelf.latest(limit);
            });
    return shelf.occupied(delayed().andThen(found));
  }

  @Override
  public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
    return Single.fromCallable(() -> of(conversation).edited(change));
  }

  private Completable delayed() {
    return Completable.defer(
        () -> {
          long after = slow && chance.once(2) ? chance.upTo(700) : 0;
          return after == 0
              ? Completable.complete()
              : Completable.timer(after, TimeUnit.MILLISECONDS, timers);
        });
  }

  private RuntimeException failure() {
    return new Faults.Meant("the store fails");
  }

  /** What one conversation is remembered by. */
  static final class Shelf {
    private final List<Kept> given = new ArrayList<>();
    private final List<Entry> refused = new ArrayList<>();
    private List<Entry> entries = new ArrayList<>();
    private int busy;

    /** An entry that was taken; {@code doubtful} if that was told as a failure. */
    private static final class Kept {
      private final Entry entry;
      private boolean settled;

      Kept(Entry entry, boolean doubtful) {
        this.entry = entry;
        this.settled = doubtful;
      }
    }

    private void given(Entry entry, boolean kept, boolean fails) {
      if (kept) {
        entries.add(entry);
        given.add(new Kept(entry, fails));
      }
      if (fails) {
        refused.add(entry);
      }
    }

    private List<Entry> latest(int limit) {
      return List.copyOf(entries.subList(Math.max(0, entries.size() - limit), entries.size()));
    }

    private List<Entry> edited(UnaryOperator<List<Entry>> change) {
      List<Entry> before = entries;
      entries = new ArrayList<>(change.apply(List.copyOf(before)));
      return before;
    }

    private Completable occupied(Completable action) {
      return Completable.defer(() -> begun(action)).doFinally(() -> busy--);
    }

    private Completable begun(Completable action) {
      busy++;
      return action;
    }

    private <T> Single<T> occupied(Single<T> action) {
      return this.<T>begun(action).doFinally(() -> busy--);
    }

    private <T> Single<T> begun(Single<T> action) {
      return Single.defer(
          () -> {
            busy++;
            return action;
          });
    }

    boolean isBusy() {
      return busy > 0;
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
}
