package dev.animus4j.image.s3;

import dev.animus4j.http.Timeouts;
import dev.animus4j.resilience.Backoff;
import dev.animus4j.resilience.Retry;
import java.time.Duration;

/**
 * Options of an {@link S3ImageStore}.
 *
 * @param bucket where images are stored
 * @param credentials the source of access keys
 * @param maxBytes the largest image that is stored
 * @param partBytes how much of an image is sent at once, and is in memory; a larger image is
 *     uploaded in parts of this size
 * @param retry repeats single requests. All of them may be repeated, so that whether it repeats
 *     paid work makes no difference
 * @param timeouts how long one request may take
 */
public record S3Options(
    S3Bucket bucket,
    S3Credentials credentials,
    long maxBytes,
    int partBytes,
    Retry retry,
    Timeouts timeouts) {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int MIN_PART = 5 * MEGABYTE;
  private static final int MAX_PART = 512 * MEGABYTE;
  private static final int MAX_PARTS = 10_000;

  /**
   * @throws IllegalArgumentException when services take no parts of this size, or not so many
   */
  public S3Options {
    if (partBytes < MIN_PART || partBytes > MAX_PART) {
      throw new IllegalArgumentException(
          "partBytes must be from " + MIN_PART + " to " + MAX_PART + ", not " + partBytes);
    }
    if (maxBytes < 1 || maxBytes > (long) MAX_PARTS * partBytes) {
      throw new IllegalArgumentException(
          "maxBytes must be positive, and at most " + MAX_PARTS + " parts, not " + maxBytes);
    }
    retry = retry.withRepeatsPaidWork(true);
  }

  /**
   * Images of at most 32 MiB, in parts of 5 MiB; three retries of a request within a minute; 10 s
   * to connect, 30 s of silence, 5 minutes in all.
   */
  public static S3Options of(S3Bucket bucket, S3Credentials credentials) {
    Backoff backoff = new Backoff.Jittered(Duration.ofMillis(200), Duration.ofSeconds(5));
    Retry retry = Retry.of(3).withBackoff(backoff).withTimeout(Duration.ofMinutes(1));
    Duration silence = Duration.ofSeconds(30);
    Timeouts timeouts = Timeouts.images().withFirstByte(silence).withGap(silence);
    return new S3Options(bucket, credentials, 32L * MEGABYTE, MIN_PART, retry, timeouts);
  }

  /** Returns these options with another bucket. */
  public S3Options withBucket(S3Bucket bucket) {
    return new S3Options(bucket, credentials, maxBytes, partBytes, retry, timeouts);
  }

  /** Returns these options with other credentials. */
  public S3Options withCredentials(S3Credentials credentials) {
    return new S3Options(bucket, credentials, maxBytes, partBytes, retry, timeouts);
  }

  /** Returns these options for images of at most so many bytes; larger ones are refused. */
  public S3Options withMaxBytes(long maxBytes) {
    return new S3Options(bucket, credentials, maxBytes, partBytes, retry, timeouts);
  }

  /** Returns these options with parts of another size, at least 5 MiB. */
  public S3Options withPartBytes(int partBytes) {
    return new S3Options(bucket, credentials, maxBytes, partBytes, retry, timeouts);
  }

  /** Returns these options with another retry policy. */
  public S3Options withRetry(Retry retry) {
    return new S3Options(bucket, credentials, maxBytes, partBytes, retry, timeouts);
  }

  /** Returns these options with other timeouts. */
  public S3Options withTimeouts(Timeouts timeouts) {
    return new S3Options(bucket, credentials, maxBytes, partBytes, retry, timeouts);
  }

  /** Omits the credentials. */
  @Override
  public String toString() {
    return "S3Options[" + bucket + ", maxBytes=" + maxBytes + ", partBytes=" + partBytes + "]";
  }
}
