package dev.animus4j.image.store;

import java.time.Duration;

/**
 * Limits of age and total size for a store. An image is removed when it is too old, or when it is
 * among the oldest of more than the total.
 *
 * @param age the largest age since it was written; positive
 * @param bytes the largest size of all images and their descriptions together; positive
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

  /** Limits the age only. */
  public static Retention ofAge(Duration age) {
    return new Retention(age, Long.MAX_VALUE);
  }

  /** Limits the total size only, keeping the latest images. */
  public static Retention ofBytes(long bytes) {
    return new Retention(FOREVER, bytes);
  }
}
