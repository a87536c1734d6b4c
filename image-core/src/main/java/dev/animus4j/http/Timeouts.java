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
  public Timeouts {
    connect = DurationChecks.requirePositive("connect", connect);
    firstByte = DurationChecks.requirePositive("firstByte", firstByte);
    gap = DurationChecks.requirePositive("gap", gap);
    total = DurationChecks.requirePositive("total", total);
  }

  /** For chat: 10 s to connect, 60 s to the first byte, 60 s between bytes, 10 minutes in all. */
  public static Timeouts chat() {
    return new Timeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10));
  }

  /** For images: 10 s to connect, 2 minutes to the first byte, 60 s between bytes, 5 minutes. */
  public static Timeouts images() {
    return new Timeouts(
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5));
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
