package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** Sessions that were ended before they expired: nothing is run or stored for them any more. */
final class RevokedSessions {
  /** How long an unused session is valid. */
  static final Duration AGE = Duration.ofDays(30);

  private final Cache<String, Boolean> ended =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(AGE).build();

  void add(String session) {
    ended.put(session, true);
  }

  boolean contains(String session) {
    return ended.getIfPresent(session) != null;
  }
}
