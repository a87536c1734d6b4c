package dev.animus4j.http;

import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.resilience.DurationChecks;
import java.time.Duration;

/**
 * Timeouts of one attempt of a call. A limit that runs out ends the call with {@link
 * dev.animus4j.failure.AnimusException.TimedOut} and closes its connection.
 *
 * @param connect for waiting for a pooled connection, resolving the name, connecting, and TLS; the
 *     platform limits TCP to 60 s by itself
 * @param firstByte from the request written to the head of the response
 * @param gap between two pieces of the body, whatever they contain; time without demand of the
 *     consumer does not count
 * @param total from the start to the end, a slow consumer's time included
 */
public record Timeouts(Duration connect, Duration firstByte, Duration gap, Duration total) {
  /** How long the next piece of a streamed response may take after its finish reason. */
  public static final Duration MAX_GAP_AT_END = Duration.ofSeconds(20);

  private static final Duration CHAT_SILENCE = Duration.ofMinutes(2);

  public Timeouts {
    connect = DurationChecks.requirePositive("connect", connect);
    firstByte = DurationChecks.requirePositive("firstByte", firstByte);
    gap = DurationChecks.requirePositive("gap", gap);
    total = DurationChecks.requirePositive("total", total);
  }

  /**
   * For chat: 10 s to connect, 2 minutes to the first byte, 2 between bytes, 10 in all. A response
   * that is not streamed is silent until all of it is there, so it may take the 10 minutes; see
   * {@link #forWholeResponse}.
   */
  public static Timeouts chat() {
    return new Timeouts(Duration.ofSeconds(10), CHAT_SILENCE, CHAT_SILENCE, Duration.ofMinutes(10));
  }

  /** For images: 10 s to connect, then 5 minutes in all, since nothing is sent before the image. */
  public static Timeouts images() {
    Duration total = Duration.ofMinutes(5);
    return new Timeouts(Duration.ofSeconds(10), total, total, total);
  }

  /**
   * Returns these timeouts for a chat response that is not streamed: where they are those of {@link
   * #chat}, the first byte and the gap may take the total.
   */
  public Timeouts forWholeResponse() {
    return new Timeouts(
        connect,
        firstByte.equals(CHAT_SILENCE) ? total : firstByte,
        gap.equals(CHAT_SILENCE) ? total : gap,
        total);
  }

  /** Returns these timeouts with another connect timeout. */
  public Timeouts withConnect(Duration connect) {
    return new Timeouts(connect, firstByte, gap, total);
  }

  /** Returns these timeouts with another first-byte timeout. */
  public Timeouts withFirstByte(Duration firstByte) {
    return new Timeouts(connect, firstByte, gap, total);
  }

  /** Returns these timeouts with another gap timeout. */
  public Timeouts withGap(Duration gap) {
    return new Timeouts(connect, firstByte, gap, total);
  }

  /** Returns these timeouts with another total timeout. */
  public Timeouts withTotal(Duration total) {
    return new Timeouts(connect, firstByte, gap, total);
  }

  Duration timeout(Limit limit) {
    return switch (limit) {
      case CONNECT -> connect;
      case FIRST_BYTE -> firstByte;
      case GAP -> gap;
      case TOTAL -> total;
    };
  }
}
