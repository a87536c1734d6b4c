package dev.animus4j.http;

import org.slf4j.LoggerFactory;

/**
 * Log of requests and responses, for those who look for what a provider was sent and said. All
 * texts are without the secrets of the request and without images, and cut to 16 KiB. What it
 * throws is ignored; it is called on the event loop of the call, and must not block.
 */
@FunctionalInterface
public interface HttpLog {
  /**
   * Logs an event. Each attempt at a call has a {@link HttpLogEvent.Request}; a {@link
   * HttpLogEvent.Response} at the end of what was read, if one came; and a {@link
   * HttpLogEvent.Failure} if it failed or was cancelled.
   */
  void log(HttpLogEvent event);

  /** Logs nothing, at no cost. */
  static HttpLog none() {
    return SilentLog.INSTANCE;
  }

  /** Logs to SLF4J at DEBUG, by the name of this interface. */
  static HttpLog debug() {
    return event -> LoggerFactory.getLogger(HttpLog.class).debug("{}", event);
  }
}
