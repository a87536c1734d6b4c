package dev.animus4j.chat.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Conversations in a bounded map. Each change happens inside the map's own atomic update, after
 * which it is weighed anew. Each weighs as much at least as there would be for each of as many as
 * may be, so that their number is bounded too.
 */
final class InMemoryHistory implements History {
  /** No conversation has more than this part of the room. */
  private static final int PART = 16;

  private final Cache<String, Transcript> conversations;
  private final int entries;
  private final long bytesOfOne;

  /** Those that go on just now; the others rest. */
  private final Cache<String, Boolean> awake =
      Caffeine.newBuilder()
          .maximumSize(1_000)
          .<String, Boolean>evictionListener((conversation, yes, cause) -> rest(conversation))
          .build();

  InMemoryHistory(int conversations, int entries, long bytes) {
    if (conversations < 1 || entries < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "not a limit: %d conversations, %d entries, %d bytes"
              .formatted(conversations, entries, bytes));
    }
    long least = bytes / conversations;
    // Upkeep is little with each change, and waking another thread for it would be more.
    this.conversations =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .<String, Transcript>weigher((id, all) -> weight(Math.max(least, all.weight())))
            .executor(Runnable::run)
            .build();
    this.entries = entries;
    this.bytesOfOne = bytes / PART;
  }

  private static int weight(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  @Override
  public Completable append(String conversation, Entry entry) {
    return Completable.fromAction(
        () -> {
          conversations
              .asMap()
              .compute(
                  conversation,
                  (id, known) -> added(known == null ? new Transcript() : known, entry));
          wake(conversation);
        });
  }

  @Override
  public Single<List<Entry>> recent(String conversation, int limit) {
    return Single.fromCallable(
        () -> {
          List<Entry> latest = new ArrayList<>();
          conversations
              .asMap()
              .computeIfPresent(
                  conversation,
                  (id, known) -> {
                    latest.addAll(known.latest(Math.min(limit, entries)));
                    return known;
                  });
          return Collections.unmodifiableList(latest);
        });
  }

  @Override
  public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
    return Single.fromCallable(
        () -> {
          List<Entry> before = new ArrayList<>();
          conversations.asMap().compute(conversation, (id, known) -> edited(known, before, change));
          wake(conversation);
          return Collections.unmodifiableList(before);
        });
  }

  private @Nullable Transcript edited(
      @Nullable Transcript known, List<Entry> before, UnaryOperator<List<Entry>> change) {
    before.addAll(known == null ? List.of() : known.latest(entries));
    Transcript after = new Transcript();
    List<Entry> kept = change.apply(List.copyOf(before));
    kept.forEach(entry -> added(after, entry));
    return kept.isEmpty() ? null : after;
  }

  private Transcript added(Transcript all, Entry entry) {
    all.add(entry, entries, bytesOfOne);
    return all;
  }

  private void wake(String conversation) {
    if (awake.getIfPresent(conversation) == null) {
      awake.put(conversation, true);
    }
  }

  private void rest(@Nullable String conversation) {
    conversations
        .asMap()
        .computeIfPresent(
            conversation,
            (id, known) -> {
              known.rest();
              return known;
            });
  }
}
