package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** History store that is slow, fails and hangs at times. */
final class FlakyHistoryStore implements HistoryStore {
  private final SimulatedWorld simulatedWorld;
  private final FlakyStores flakyStores;
  private final RandomChoices randomChoices;
  private final boolean slow;
  private final boolean mayFail;
  private final boolean mayHang;
  private int failing;

  FlakyHistoryStore(SimulatedWorld simulatedWorld, FlakyStores flakyStores) {
    this.simulatedWorld = simulatedWorld;
    this.flakyStores = flakyStores;
    this.randomChoices = simulatedWorld.random();
    this.slow = randomChoices.oneIn(3);
    this.mayFail = randomChoices.oneIn(3);
    this.mayHang = mayFail && simulatedWorld.has(WorldFeature.HANGING_STORES);
    this.failing = mayFail ? 4 : 0;
  }

  boolean mayFail() {
    return mayFail;
  }

  void stopFailing() {
    failing = 0;
  }

  @Override
  public Completable append(String conversation, HistoryEntry entry) {
    StoredConversation storedConversation = flakyStores.conversation(conversation);
    Runnable nothing = () -> storedConversation.recordAppend(entry, false, false);
    maybeThrow(nothing);
    Completable action = Completable.defer(() -> appendEntry(storedConversation, entry));
    Completable appended = storedConversation.whileAppending(delay().andThen(action));
    return Completable.unsafeCreate(
        listener -> {
          maybeThrow(nothing);
          appended.subscribe(listener);
        });
  }

  private Completable appendEntry(StoredConversation storedConversation, HistoryEntry entry) {
    boolean fails = randomChoices.percent(failing);
    boolean isStored = !fails || randomChoices.oneIn(3);
    storedConversation.recordAppend(entry, isStored, !fails);
    if (!fails) {
      return Completable.complete();
    }
    return isHanging() ? Completable.never() : Completable.error(failure());
  }

  private boolean isHanging() {
    boolean hangs = mayHang && randomChoices.oneIn(2);
    if (hangs) {
      simulatedWorld.counters().add("a history hangs");
    }
    return hangs;
  }

  /** May hang for good when nothing is stored; only summaries wait for it. */
  @Override
  public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
    StoredConversation storedConversation = flakyStores.conversation(conversation);
    maybeThrow(() -> {});
    Single<List<HistoryEntry>> found = Single.defer(() -> readEntries(storedConversation, limit));
    Single<List<HistoryEntry>> recent = storedConversation.whileBusy(delay().andThen(found));
    return Single.unsafeCreate(
        listener -> {
          maybeThrow(() -> {});
          recent.subscribe(listener);
        });
  }

  private Single<List<HistoryEntry>> readEntries(StoredConversation storedConversation, int limit) {
    if (!randomChoices.percent(failing)) {
      return Single.just(storedConversation.latest(limit));
    }
    return !simulatedWorld.has(WorldFeature.SUMMARIES) && isHanging()
        ? Single.never()
        : Single.error(failure());
  }

  @Override
  public Single<List<HistoryEntry>> edit(
      String conversation, UnaryOperator<List<HistoryEntry>> change) {
    return Single.fromCallable(
        () -> {
          StoredConversation storedConversation = flakyStores.conversation(conversation);
          List<HistoryEntry> before = storedConversation.entries();
          List<HistoryEntry> after = randomChoices.oneIn(4) ? change.apply(before) : List.of();
          after = after.isEmpty() || randomChoices.oneIn(2) ? change.apply(before) : after;
          storedConversation.replace(after);
          flakyStores.onEdited(conversation, change, before);
          return before;
        });
  }

  /** Throws at times; not from every operation, and never in place of an intended failure. */
  private void maybeThrow(Runnable before) {
    Throwable error =
        mayFail && failing > 0
            ? simulatedWorld.injectedErrors().nextThrowable("a history", 150)
            : null;
    if (error != null) {
      before.run();
      throw InjectedErrors.<RuntimeException>throwUnchecked(error);
    }
  }

  private Completable delay() {
    return Completable.defer(
        () -> {
          long after = slow && randomChoices.oneIn(2) ? randomChoices.upToInclusive(700) : 0;
          return after == 0
              ? Completable.complete()
              : Completable.timer(after, TimeUnit.MILLISECONDS, simulatedWorld.scheduler());
        });
  }

  private RuntimeException failure() {
    return new RandomFailures.IntendedFailure("the store fails");
  }
}
