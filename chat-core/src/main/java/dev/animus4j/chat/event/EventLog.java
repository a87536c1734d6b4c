package dev.animus4j.chat.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest events of the conversations that were active last: 1,000 of each of at most 10,000
 * conversations, until ten minutes after their last event.
 */
final class EventLog {
  private static final int EVENTS = 1_000;

  private final Cache<String, Deque<ChatEvent>> latest =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  void add(ChatEvent event) {
    latest
        .asMap()
        .compute(
            event.conversationId(),
            (id, known) -> added(known == null ? new ArrayDeque<>() : known, event));
  }

  /** What is known of what came after this one, oldest first. */
  List<ChatEvent> after(String conversationId, long sequence) {
    Deque<ChatEvent> found = new ArrayDeque<>();
    var unused =
        latest.asMap().computeIfPresent(conversationId, (id, all) -> copied(all, sequence, found));
    return List.copyOf(found);
  }

  /** Whether the conversation numbers its events anew since this one. */
  boolean beganAnewSince(String conversationId, long sequence) {
    List<ChatEvent> known = after(conversationId, 0);
    return !known.isEmpty() && known.get(known.size() - 1).sequence() < sequence;
  }

  /** A conversation that was forgotten numbers its events anew. */
  private static Deque<ChatEvent> added(Deque<ChatEvent> all, ChatEvent event) {
    if (!all.isEmpty() && all.getLast().sequence() >= event.sequence()) {
      all.clear();
    }
    if (all.size() == EVENTS) {
      all.removeFirst();
    }
    all.addLast(event);
    return all;
  }

  private static Deque<ChatEvent> copied(
      Deque<ChatEvent> all, long sequence, Deque<ChatEvent> found) {
    var newest = all.descendingIterator();
    while (newest.hasNext()) {
      ChatEvent event = newest.next();
      if (event.sequence() <= sequence) {
        break;
      }
      found.addFirst(event);
    }
    return all;
  }
}
