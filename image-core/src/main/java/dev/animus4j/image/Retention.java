package dev.animus4j.image;

import java.time.Duration;

/**
 * How long, and how much, a store keeps. A picture goes when it is too old, or when it is among the
 * oldest of too many.
 *
 * @param age since it was written; positive
 * @param bytes of all pictures together; positive
 */
public record Retention(Duration age, long bytes) {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  public Retention {
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("age must be positive: " + age);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be positive: " + bytes);
    }
  }

  /** Keeps everything for this long, however much it is. */
  public static Retention ofAge(Duration age) {
    return new Retention(age, Long.MAX_VALUE);
  }

  /** Keeps the latest pictures that are together no larger than this, however old they are. */
  public static Retention ofBytes(long bytes) {
    return new Retention(FOREVER, bytes);
  }
}
