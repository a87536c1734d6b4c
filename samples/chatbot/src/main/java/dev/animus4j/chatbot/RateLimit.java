package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets each client, or each session, do so much a minute: a bucket that is full at the beginning,
 * and refills steadily.
 */
final class RateLimit {
  private static final double NANOS = Duration.ofMinutes(1).toNanos();

  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofMinutes(2)).build();
  private final int perMinute;
  private final LongSupplier clock;

  /**
   * What is left of an allowance.
   *
   * @param taken whether the last one who asked got something
   */
  private record Bucket(double left, long since, boolean taken) {}

  RateLimit(int perMinute, LongSupplier clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Fails when nothing is left of what {@code who} may do, and says when there will be. */
  void take(String who) {
    Bucket bucket = buckets.asMap().compute(who, (id, old) -> asked(old));
    if (!bucket.taken) {
      throw Problem.tooMany(Duration.ofNanos((long) ((1 - bucket.left) * NANOS / perMinute)));
    }
  }

  private Bucket asked(@Nullable Bucket old) {
    long now = clock.getAsLong();
    double grown = old == null ? perMinute : old.left + (now - old.since) * perMinute / NANOS;
    double left = Math.min(perMinute, grown);
    return left < 1 ? new Bucket(left, now, false) : new Bucket(left - 1, now, true);
  }
}
