package dev.animus4j.chat.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Conversations in a bounded map. Each change happens inside the map's own atomic update. */
final class InMemoryHistory implements History {
  private final Cache<String, Deque<Entry>> conversations;
  private final int entries;

  InMemoryHistory(int conversations, int entries) {
    this.conversations = Caffeine.newBuilder().maximumSize(conversations).build();
    this.entries = entries;
  }

  @Override
  public Completable append(String conversation, Entry entry) {
    return Completable.fromAction(
        () ->
            conversations
                .asMap()
                .compute(
                    conversation,
                    (id, known) -> {
                      Deque<Entry> all = known == null ? new ArrayDeque<>(4) : known;
                      return added(all, entry);
                    }));
  }

  @Override
  public Single<List<Entry>> recent(String conversation, int limit) {
    return Single.fromCallable(
        () -> {
          List<Entry> latest = new ArrayList<>();
          conversations
              .asMap()
              .computeIfPresent(conversation, (id, all) -> copied(all, limit, latest));
          return Collections.unmodifiableList(latest);
        });
  }

  @Override
  public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
    return Single.fromCallable(
        () -> {
          List<Entry> before = new ArrayList<>();
          conversations.asMap().compute(conversation, (id, known) -> edited(known, before, change));
          return Collections.unmodifiableList(before);
        });
  }

  private @Nullable Deque<Entry> edited(
      @Nullable Deque<Entry> known, List<Entry> before, UnaryOperator<List<Entry>> change) {
    before.addAll(known == null ? List.of() : known);
    Collection<Entry> after = change.apply(List.copyOf(before));
    Deque<Entry> kept = new ArrayDeque<>();
    after.forEach(entry -> added(kept, entry));
    return kept.isEmpty() ? null : kept;
  }

  private Deque<Entry> added(Deque<Entry> all, Entry entry) {
    if (all.size() >= entries) {
      all.removeFirst();
    }
    all.addLast(entry);
    return all;
  }

  private static Deque<Entry> copied(Deque<Entry> all, int limit, List<Entry> latest) {
    Iterator<Entry> newest = all.descendingIterator();
    while (newest.hasNext() && latest.size() < limit) {
      latest.add(newest.next());
    }
    Collections.reverse(latest);
    return all;
  }
}
