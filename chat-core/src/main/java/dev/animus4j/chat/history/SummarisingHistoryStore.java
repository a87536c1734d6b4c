package dev.animus4j.chat.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Summarises entries about to leave the window, one summary at a time per conversation. */
final class SummarisingHistoryStore implements HistoryStore {
  private static final Logger LOG = LoggerFactory.getLogger(SummarisingHistoryStore.class);

  /** Timeout of a summary, which is retried with the next reply. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** Window that is three quarters full. */
  private record FullWindow(HistoryWindow limits, @Nullable String model) {}

  private final HistoryStore delegate;
  private final ConversationSummariser summariser;
  private final Cache<String, FullWindow> due =
      Caffeine.newBuilder().maximumSize(100_000).executor(Runnable::run).build();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  SummarisingHistoryStore(HistoryStore delegate, ConversationSummariser summariser) {
    this.delegate = delegate;
    this.summariser = summariser;
  }

  /** Starts a pending summary after an assistant entry, when the model is idle. */
  @Override
  public Completable append(String conversation, HistoryEntry entry) {
    return delegate
        .append(conversation, entry)
        .doOnComplete(() -> notifyAppended(conversation, entry));
  }

  @Override
  public void notifyAppended(String conversation, HistoryEntry entry) {
    if (entry.message().role() == Role.ASSISTANT) {
      startSummary(conversation);
    }
  }

  @Override
  public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
    return delegate.recentEntries(conversation, limit);
  }

  @Override
  public Single<List<HistoryEntry>> edit(
      String conversation, UnaryOperator<List<HistoryEntry>> change) {
    return delegate.edit(conversation, change);
  }

  @Override
  public Single<List<HistoryEntry>> window(
      String conversation, HistoryWindow window, @Nullable String model) {
    return delegate
        .recentEntries(conversation, window.lookback())
        .doOnSuccess(entries -> markIfFull(conversation, entries, new FullWindow(window, model)))
        .map(entries -> window.select(entries, model));
  }

  private void markIfFull(String conversation, List<HistoryEntry> entries, FullWindow window) {
    int first = HistoryWindow.summaryIndex(entries) + 1;
    if (window.limits.scaledToQuarters(3).startIndex(entries, window.model) > first) {
      due.put(conversation, window);
    }
  }

  private void startSummary(String conversation) {
    FullWindow window = due.getIfPresent(conversation);
    if (window != null && running.add(conversation)) {
      due.invalidate(conversation);
      var unused =
          FaultIsolation.completable(() -> summarize(conversation, window))
              .timeout(TIMEOUT.toMinutes(), TimeUnit.MINUTES)
              .doFinally(() -> running.remove(conversation))
              .subscribe(
                  () -> {},
                  failure -> LOG.warn("A conversation was not summed up: {}", failure.toString()));
    }
  }

  private Completable summarize(String conversation, FullWindow window) {
    return FaultIsolation.single(
            () -> delegate.recentEntries(conversation, window.limits.lookback()))
        .flatMap(
            entries ->
                HistoryWindow.summaryIndex(entries) < 0
                        && entries.size() == window.limits.lookback()
                    ? FaultIsolation.single(
                        () -> delegate.recentEntries(conversation, Integer.MAX_VALUE))
                    : Single.just(entries))
        .flatMapMaybe(entries -> entriesToSummarize(entries, window))
        .flatMapCompletable(leaving -> insertSummary(conversation, leaving, window));
  }

  /** The last summary, and the entries after it that become part of the next one. */
  private static Maybe<List<HistoryEntry>> entriesToSummarize(
      List<HistoryEntry> entries, FullWindow window) {
    int summary = HistoryWindow.summaryIndex(entries);
    int end = window.limits.scaledToQuarters(2).startIndex(entries, window.model);
    List<HistoryEntry> leaving = entries.subList(Math.max(0, summary), end);
    int least = summary < 0 ? 1 : 2;
    return leaving.size() < least
        ? Maybe.empty()
        : Maybe.just(
            List.copyOf(leaving.subList(0, ConversationSummariser.readableCount(leaving))));
  }

  private Completable insertSummary(
      String conversation, List<HistoryEntry> leaving, FullWindow window) {
    return FaultIsolation.single(() -> summariser.summarize(leaving, window.model))
        .flatMap(summary -> editHistory(conversation, leaving, summary))
        .ignoreElement();
  }

  private Single<List<HistoryEntry>> editHistory(
      String conversation, List<HistoryEntry> leaving, HistoryEntry summary) {
    return FaultIsolation.single(
        () -> delegate.edit(conversation, old -> insertSummary(old, leaving, summary)));
  }

  /** Unchanged if the summarised entries have changed, or are covered by a newer summary. */
  private static List<HistoryEntry> insertSummary(
      List<HistoryEntry> old, List<HistoryEntry> leaving, HistoryEntry summary) {
    int at = Collections.lastIndexOfSubList(old, leaving);
    int end = at + leaving.size();
    if (at < 0 || HistoryWindow.summaryIndex(old) >= end) {
      return old;
    }
    List<HistoryEntry> all = new ArrayList<>(old);
    all.add(end, summary);
    if (leaving.get(0).summary()) {
      all.remove(at);
    }
    return all;
  }
}
