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
 * Store in a bounded cache. Each change is made in an atomic update of the cache's map, after which
 * the conversation is weighed again. Its minimum weight is the total divided by the maximum number
 * of conversations, so that their number is bounded too.
 */
final class InMemoryHistoryStore implements HistoryStore {
  /** No conversation has more than this fraction of the memory. */
  private static final int MAX_SHARE = 16;

  private final Cache<String, ConversationEntries> conversations;
  private final int maxEntries;
  private final long maxBytesEach;

  /** The active conversations; all others are compressed. */
  private final Cache<String, Boolean> active =
      Caffeine.newBuilder()
          .maximumSize(1_000)
          .<String, Boolean>evictionListener((conversation, yes, cause) -> compress(conversation))
          .build();

  InMemoryHistoryStore(int conversations, int entries, long bytes) {
    if (conversations < 1 || entries < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "not a limit: %d conversations, %d entries, %d bytes"
              .formatted(conversations, entries, bytes));
    }
    long minWeight = bytes / conversations;
    // Maintenance after each change is cheap; handing it to another thread would cost more.
    this.conversations =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .<String, ConversationEntries>weigher(
                (id, all) -> weight(Math.max(minWeight, all.sizeInBytes() + 2L * id.length())))
            .executor(Runnable::run)
            .build();
    this.maxEntries = entries;
    this.maxBytesEach = bytes / MAX_SHARE;
  }

  private static int weight(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  @Override
  public Completable append(String conversation, HistoryEntry entry) {
    return Completable.fromAction(
        () -> {
          conversations
              .asMap()
              .compute(
                  conversation,
                  (id, entries) ->
                      add(entries == null ? new ConversationEntries() : entries, entry));
          markActive(conversation);
        });
  }

  @Override
  public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
    return Single.fromCallable(
        () -> {
          List<HistoryEntry> latest = new ArrayList<>();
          conversations
              .asMap()
              .computeIfPresent(
                  conversation,
                  (id, entries) -> {
                    latest.addAll(entries.latestEntries(Math.min(limit, maxEntries)));
                    return entries;
                  });
          return Collections.unmodifiableList(latest);
        });
  }

  @Override
  public Single<List<HistoryEntry>> edit(
      String conversation, UnaryOperator<List<HistoryEntry>> change) {
    return Single.fromCallable(
        () -> {
          List<HistoryEntry> before = new ArrayList<>();
          conversations
              .asMap()
              .compute(conversation, (id, entries) -> applyEdit(entries, before, change));
          markActive(conversation);
          return Collections.unmodifiableList(before);
        });
  }

  private @Nullable ConversationEntries applyEdit(
      @Nullable ConversationEntries entries,
      List<HistoryEntry> before,
      UnaryOperator<List<HistoryEntry>> change) {
    before.addAll(entries == null ? List.of() : entries.latestEntries(maxEntries));
    ConversationEntries after = new ConversationEntries();
    List<HistoryEntry> kept = change.apply(List.copyOf(before));
    kept.forEach(entry -> add(after, entry));
    return kept.isEmpty() ? null : after;
  }

  private ConversationEntries add(ConversationEntries all, HistoryEntry entry) {
    all.add(entry, maxEntries, maxBytesEach);
    return all;
  }

  private void markActive(String conversation) {
    if (active.getIfPresent(conversation) == null) {
      active.put(conversation, true);
    }
  }

  private void compress(@Nullable String conversation) {
    conversations
        .asMap()
        .computeIfPresent(
            conversation,
            (id, entries) -> {
              entries.compressAll();
              return entries;
            });
  }
}
