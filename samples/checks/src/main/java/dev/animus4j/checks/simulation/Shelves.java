package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A history that is slow, fails and hangs at times. */
final class Shelves implements History {
  private final World world;
  private final Stores stores;
  private final Chance chance;
  private final boolean slow;
  private final boolean mayFail;
  private final boolean mayHang;
  private int failing;

  Shelves(World world, Stores stores) {
    this.world = world;
    this.stores = stores;
    this.chance = world.chance();
    this.slow = chance.once(3);
    this.mayFail = chance.once(3);
    this.mayHang = mayFail && world.has(Trouble.HANGING_STORES);
    this.failing = mayFail ? 4 : 0;
  }

  boolean mayFail() {
    return mayFail;
  }

  void calmDown() {
    failing = 0;
  }

  @Override
  public Completable append(String conversation, Entry entry) {
    Shelf shelf = stores.shelf(conversation);
    Runnable nothing = () -> shelf.given(entry, false, false);
    throwPerhaps(nothing);
    Completable action = Completable.defer(() -> appended(shelf, entry));
    Completable appended = shelf.appending(delayed().andThen(action));
    return Completable.unsafeCreate(
        listener -> {
          throwPerhaps(nothing);
          appended.subscribe(listener);
        });
  }

  private Completable appended(Shelf shelf, Entry entry) {
    boolean fails = chance.percent(failing);
    boolean kept = !fails || chance.once(3);
    shelf.given(entry, kept, !fails);
    if (!fails) {
      return Completable.complete();
    }
    return hangs() ? Completable.never() : Completable.error(failure());
  }

  private boolean hangs() {
    boolean hangs = mayHang && chance.once(2);
    if (hangs) {
      world.figures().add("a history hangs");
    }
    return hangs;
  }

  /** When it does not remember, it may do so for good; only summaries are waited for. */
  @Override
  public Single<List<Entry>> recent(String conversation, int limit) {
    Shelf shelf = stores.shelf(conversation);
    throwPerhaps(() -> {});
    Single<List<Entry>> found = Single.defer(() -> found(shelf, limit));
    Single<List<Entry>> recent = shelf.occupied(delayed().andThen(found));
    return Single.unsafeCreate(
        listener -> {
          throwPerhaps(() -> {});
          recent.subscribe(listener);
        });
  }

  private Single<List<Entry>> found(Shelf shelf, int limit) {
    if (!chance.percent(failing)) {
      return Single.just(shelf.latest(limit));
    }
    return !world.has(Trouble.SUMMARIES) && hangs() ? Single.never() : Single.error(failure());
  }

  @Override
  public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
    return Single.fromCallable(
        () -> {
          Shelf shelf = stores.shelf(conversation);
          List<Entry> before = shelf.all();
          List<Entry> after = chance.once(4) ? change.apply(before) : List.of();
          after = after.isEmpty() || chance.once(2) ? change.apply(before) : after;
          shelf.replace(after);
          stores.edited(conversation, change, before);
          return before;
        });
  }

  /** Not of all that may fail; but what fails on purpose hides nothing that is thrown. */
  private void throwPerhaps(Runnable before) {
    Throwable error = mayFail && failing > 0 ? world.mishaps().next("a history", 150) : null;
    if (error != null) {
      before.run();
      throw Mishaps.<RuntimeException>disguised(error);
    }
  }

  private Completable delayed() {
    return Completable.defer(
        () -> {
          long after = slow && chance.once(2) ? chance.upTo(700) : 0;
          return after == 0
              ? Completable.complete()
              : Completable.timer(after, TimeUnit.MILLISECONDS, world.timers());
        });
  }

  private RuntimeException failure() {
    return new Faults.Meant("the store fails");
  }
}
