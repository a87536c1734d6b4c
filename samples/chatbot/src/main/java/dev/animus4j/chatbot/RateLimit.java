package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Token bucket per client or session with a limit per minute: full at the start, and refilled
 * steadily.
 */
final class RateLimit {
  private static final double NANOS = Duration.ofMinutes(1).toNanos();

  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofMinutes(2)).build();
  private final int perMinute;
  private final LongSupplier clock;

  /**
   * State of a bucket.
   *
   * @param taken whether the latest call acquired a token
   */
  private record Bucket(double left, long since, boolean taken) {}

  RateLimit(int perMinute, LongSupplier clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Acquires a token; otherwise fails with the time until the next one. */
  void acquire(String key) {
    Bucket bucket = buckets.asMap().compute(key, (id, old) -> refillAndTake(old));
    if (!bucket.taken) {
      throw Problem.tooManyRequests(
          Duration.ofNanos((long) ((1 - bucket.left) * NANOS / perMinute)));
    }
  }

  private Bucket refillAndTake(@Nullable Bucket old) {
    long now = clock.getAsLong();
    double grown = old == null ? perMinute : old.left + (now - old.since) * perMinute / NANOS;
    double left = Math.min(perMinute, grown);
    return left < 1 ? new Bucket(left, now, false) : new Bucket(left - 1, now, true);
  }
}
