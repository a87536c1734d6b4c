package dev.animus4j.chat.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of the conversations that were active last, until ten minutes after their last
 * event: of each 1,000, deltas that follow each other counted as one, and at most 1 MB; 64 MB of
 * all.
 */
final class EventLog {
  private static final long BYTES = 64 << 20;
  private static final long EMPTY = 400;

  private final Cache<String, Recent> latest;

  EventLog() {
    this(Ticker.systemTicker());
  }

  EventLog(Ticker ticker) {
    this.latest =
        Caffeine.newBuilder()
            .maximumWeight(BYTES)
            .<String, Recent>weigher((id, recent) -> (int) Math.min(EMPTY + recent.room(), BYTES))
            .expireAfterWrite(Duration.ofMinutes(10).plus(Recent.RENEWED))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** Most events only join the others: there are many, and the cache is slow to write to. */
  void add(ChatEvent event) {
    String id = event.conversationId();
    Recent known = latest.policy().getIfPresentQuietly(id);
    Recent recent = known == null ? new Recent() : known;
    if (recent.add(event)) {
      latest.put(id, recent);
    }
  }

  /** Where this event is kept, if it is the latest of its conversation; else null. */
  @Nullable Stretch newest(ChatEvent event) {
    Recent known = latest.policy().getIfPresentQuietly(event.conversationId());
    Stretch newest = known == null ? null : known.newest();
    return newest != null && newest.newest() == event ? newest : null;
  }

  /** What is known of what came after this one, oldest first. */
  List<Recent.Missed> after(String conversationId, long sequence) {
    Recent known = latest.getIfPresent(conversationId);
    return known == null ? List.of() : known.after(sequence);
  }

  /** The number of the latest event; 0 when there is none. */
  long last(String conversationId) {
    Recent known = latest.getIfPresent(conversationId);
    return known == null ? 0 : known.last();
  }

  /** Whether the conversation numbers its events anew since this one. */
  boolean beganAnewSince(String conversationId, long sequence) {
    Recent known = latest.getIfPresent(conversationId);
    return known != null && known.last() < sequence;
  }
}
