package dev.animus4j.chat.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.Isolation;
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

/** Sums up what is about to leave the window, beside the conversation, one at a time in each. */
final class SummarisedHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(SummarisedHistory.class);

  /** A summary that takes longer is given up, and tried again with the next answer. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** A window that is getting full. */
  private record Full(Memory memory, @Nullable String model) {}

  private final History kept;
  private final Notes notes;
  private final Cache<String, Full> due = Caffeine.newBuilder().maximumSize(100_000).build();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  SummarisedHistory(History kept, Notes notes) {
    this.kept = kept;
    this.notes = notes;
  }

  /** What the model said marks the time at which it is free for something else. */
  @Override
  public Completable append(String conversation, Entry entry) {
    Completable appended = kept.append(conversation, entry);
    return entry.message().role() == Role.ASSISTANT
        ? appended.doOnComplete(() -> begin(conversation))
        : appended;
  }

  @Override
  public Single<List<Entry>> recent(String conversation, int limit) {
    return kept.recent(conversation, limit);
  }

  @Override
  public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
    return kept.edit(conversation, change);
  }

  @Override
  public Single<List<Entry>> window(String conversation, Memory memory, @Nullable String model) {
    return kept.recent(conversation, memory.reach())
        .doOnSuccess(entries -> look(conversation, entries, new Full(memory, model)))
        .map(entries -> memory.latest(entries, model));
  }

  private void look(String conversation, List<Entry> entries, Full window) {
    int first = Memory.summary(entries) + 1;
    if (window.memory.quarters(3).begin(entries, window.model) > first) {
      due.put(conversation, window);
    }
  }

  private void begin(String conversation) {
    Full window = due.getIfPresent(conversation);
    if (window != null && running.add(conversation)) {
      due.invalidate(conversation);
      var unused =
          Isolation.completable(() -> summarised(conversation, window))
              .timeout(LIMIT.toMinutes(), TimeUnit.MINUTES)
              .doFinally(() -> running.remove(conversation))
              .subscribe(
                  () -> {},
                  failure -> LOG.warn("A conversation was not summed up: {}", failure.toString()));
    }
  }

  private Completable summarised(String conversation, Full window) {
    return Isolation.single(() -> kept.recent(conversation, window.memory.reach()))
        .flatMap(
            entries ->
                Memory.summary(entries) < 0 && entries.size() == window.memory.reach()
                    ? Isolation.single(() -> kept.recent(conversation, Integer.MAX_VALUE))
                    : Single.just(entries))
        .flatMapMaybe(entries -> leaving(entries, window))
        .flatMapCompletable(leaving -> replaced(conversation, leaving, window));
  }

  /** The last summary, and what follows it and shall become part of the next one. */
  private static Maybe<List<Entry>> leaving(List<Entry> entries, Full window) {
    int summary = Memory.summary(entries);
    int end = window.memory.quarters(2).begin(entries, window.model);
    List<Entry> leaving = entries.subList(Math.max(0, summary), end);
    int least = summary < 0 ? 1 : 2;
    return leaving.size() < least
        ? Maybe.empty()
        : Maybe.just(List.copyOf(leaving.subList(0, Notes.readable(leaving))));
  }

  private Completable replaced(String conversation, List<Entry> leaving, Full window) {
    return Isolation.single(() -> notes.on(leaving, window.model))
        .flatMap(summary -> edited(conversation, leaving, summary))
        .ignoreElement();
  }

  private Single<List<Entry>> edited(String conversation, List<Entry> leaving, Entry summary) {
    return Isolation.single(() -> kept.edit(conversation, old -> replaced(old, leaving, summary)));
  }

  /** Unchanged if what was summed up is no longer there, or was summed up by somebody else. */
  private static List<Entry> replaced(List<Entry> old, List<Entry> leaving, Entry summary) {
    int at = Collections.lastIndexOfSubList(old, leaving);
    int end = at + leaving.size();
    if (at < 0 || Memory.summary(old) >= end) {
      return old;
    }
    List<Entry> all = new ArrayList<>(old);
    all.add(end, summary);
    if (leaving.get(0).summary()) {
      all.remove(at);
    }
    return all;
  }
}
