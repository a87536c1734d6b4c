package dev.animus4j.http;

/**
 * The bounds of an {@link Http}.
 *
 * @param connections how many connections to one origin may be open at once; an event stream keeps
 *     one until it ends
 * @param waiting how many calls may wait for a connection to one origin; the next one fails at once
 * @param maxJsonBytes the largest JSON body that is read; a picture in base64 has to fit
 * @param maxEventBytes the largest single event of an event stream
 * @param userAgent what the client calls itself
 * @param reach where addresses that a provider names in its answers may lead
 */
public record HttpOptions(
    int connections,
    int waiting,
    int maxJsonBytes,
    int maxEventBytes,
    String userAgent,
    Reach reach) {
  private static final int MEGABYTE = 1024 * 1024;

  public HttpOptions {
    positive("connections", connections);
    positive("waiting", waiting);
    positive("maxJsonBytes", maxJsonBytes);
    positive("maxEventBytes", maxEventBytes);
    if (userAgent.isBlank()) {
      throw new IllegalArgumentException("userAgent must not be blank");
    }
  }

  /**
   * 256 connections, 10 000 waiting calls, JSON up to 64 MB, events up to 32 MB; the public
   * Internet only.
   */
  public static HttpOptions defaults() {
    return new HttpOptions(
        256, 10_000, 64 * MEGABYTE, 32 * MEGABYTE, "animus4j", Reach.publicInternet());
  }

  /** The same bounds, but for this one. */
  public HttpOptions withConnections(int connections) {
    return new HttpOptions(connections, waiting, maxJsonBytes, maxEventBytes, userAgent, reach);
  }

  /** The same bounds, but for this one. */
  public HttpOptions withWaiting(int waiting) {
    return new HttpOptions(connections, waiting, maxJsonBytes, maxEventBytes, userAgent, reach);
  }

  /** The same bounds, but for this one. */
  public HttpOptions withMaxJsonBytes(int maxJsonBytes) {
    return new HttpOptions(connections, waiting, maxJsonBytes, maxEventBytes, userAgent, reach);
  }

  /** The same bounds, but for this one. */
  public HttpOptions withMaxEventBytes(int maxEventBytes) {
    return new HttpOptions(connections, waiting, maxJsonBytes, maxEventBytes, userAgent, reach);
  }

  /** The same bounds under another name. */
  public HttpOptions withUserAgent(String userAgent) {
    return new HttpOptions(connections, waiting, maxJsonBytes, maxEventBytes, userAgent, reach);
  }

  /** The same bounds, following addresses in answers this far. */
  public HttpOptions withReach(Reach reach) {
    return new HttpOptions(connections, waiting, maxJsonBytes, maxEventBytes, userAgent, reach);
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
