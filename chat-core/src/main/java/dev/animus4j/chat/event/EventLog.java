package dev.animus4j.chat.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Log of the latest events of the most recently active conversations, until ten minutes after their
 * last event: of each 1,000, consecutive deltas counted as one, and at most 1 MB; 64 MB in all.
 */
final class EventLog {
  private static final long MAX_BYTES = 64 << 20;
  private static final long BASE_BYTES = 400;

  private final Cache<String, ConversationEventLog> latest;

  EventLog() {
    this(Ticker.systemTicker());
  }

  EventLog(Ticker ticker) {
    this.latest =
        Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .<String, ConversationEventLog>weigher(
                (id, conversation) ->
                    (int) Math.min(BASE_BYTES + conversation.reservedBytes(), MAX_BYTES))
            .expireAfterWrite(Duration.ofMinutes(10).plus(ConversationEventLog.RENEWAL_INTERVAL))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** Writes to the cache only if necessary: events are many, and cache writes slow. */
  void add(ChatEvent event) {
    String id = event.conversationId();
    ConversationEventLog logged = latest.policy().getIfPresentQuietly(id);
    ConversationEventLog conversation = logged == null ? new ConversationEventLog(0) : logged;
    if (conversation.add(event)) {
      latest.put(id, conversation);
    }
  }

  /** The run that holds this event, if it is the latest of its conversation; else null. */
  @Nullable DeltaRun runEndingWith(ChatEvent event) {
    ConversationEventLog logged = latest.policy().getIfPresentQuietly(event.conversationId());
    DeltaRun newest = logged == null ? null : logged.newestRun();
    return newest != null && newest.newestEvent() == event ? newest : null;
  }

  /** The logged events after this sequence, oldest first. */
  List<ConversationEventLog.Missed> eventsAfter(String conversationId, long sequence) {
    ConversationEventLog logged = latest.getIfPresent(conversationId);
    return logged == null ? List.of() : logged.eventsAfter(sequence);
  }

  /** The sequence of the latest event; 0 when there is none. */
  long lastSequence(String conversationId) {
    ConversationEventLog logged = latest.getIfPresent(conversationId);
    return logged == null ? 0 : logged.lastSequence();
  }

  /** Whether the oldest event after this sequence is, or was, elsewhere. */
  boolean lacks(String conversationId, long sequence) {
    ConversationEventLog logged = latest.getIfPresent(conversationId);
    return logged == null || logged.firstSequence() > sequence + 1;
  }

  /** Whether there are events after this sequence, but not the next one. */
  boolean hasGapAfter(String conversationId, long sequence) {
    List<ConversationEventLog.Missed> missed = eventsAfter(conversationId, sequence);
    return !missed.isEmpty() && missed.get(0).first() > sequence + 1;
  }

  /** Drops the events of a conversation, and not the number of the last: new ones follow it. */
  void forget(String conversationId) {
    latest
        .asMap()
        .computeIfPresent(
            conversationId, (id, logged) -> new ConversationEventLog(logged.lastSequence()));
  }

  /** Drops the events of a conversation that others have continued, up to this sequence. */
  void startAfter(String conversationId, long sequence) {
    latest
        .asMap()
        .computeIfPresent(
            conversationId,
            (id, logged) ->
                logged.lastSequence() < sequence ? new ConversationEventLog(sequence) : logged);
  }

  /** Whether the conversation has restarted its sequence since this one. */
  boolean hasRestartedSince(String conversationId, long sequence) {
    ConversationEventLog logged = latest.getIfPresent(conversationId);
    return logged != null && logged.lastSequence() < sequence;
  }
}
