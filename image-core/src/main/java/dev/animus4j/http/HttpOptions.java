package dev.animus4j.http;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.function.BiConsumer;

/**
 * Options of an {@link Http}.
 *
 * @param connections how many connections to one origin may be open at once; an event stream keeps
 *     one until it ends
 * @param waiting how many calls may wait for a connection to one origin; the next one fails at once
 * @param maxJsonBytes the largest JSON body that is read; an image in base64 has to fit
 * @param maxEventBytes the largest single event of an event stream
 * @param userAgent the value of the {@code User-Agent} header
 * @param addressPolicy which addresses the URLs in responses may connect to
 * @param proxies the proxies that calls go through
 * @param platform changes the options of the platform's client and pool before it is created, for
 *     all that is not named here: trust and keys, idle time, size of headers, name servers, HTTP/2,
 *     decompression
 * @param log is told of requests and responses, without secrets
 */
public record HttpOptions(
    int connections,
    int waiting,
    int maxJsonBytes,
    int maxEventBytes,
    String userAgent,
    AddressPolicy addressPolicy,
    Proxies proxies,
    BiConsumer<HttpClientOptions, PoolOptions> platform,
    HttpLog log) {
  private static final int MEGABYTE = 1024 * 1024;

  public HttpOptions {
    requirePositive("connections", connections);
    requirePositive("waiting", waiting);
    requirePositive("maxJsonBytes", maxJsonBytes);
    requirePositive("maxEventBytes", maxEventBytes);
    if (userAgent.isBlank()) {
      throw new IllegalArgumentException("userAgent must not be blank");
    }
  }

  /**
   * 256 connections, 10 000 waiting calls, JSON up to 64 MB, events up to 32 MB; the public
   * Internet only for URLs in responses; no proxy; the platform's defaults; no log.
   */
  public static HttpOptions defaults() {
    return new HttpOptions(
        256,
        10_000,
        64 * MEGABYTE,
        32 * MEGABYTE,
        "animus4j",
        AddressPolicy.publicInternet(),
        Proxies.none(),
        (client, pool) -> {},
        HttpLog.none());
  }

  /** Returns these options with another limit of connections. */
  public HttpOptions withConnections(int connections) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /** Returns these options with another limit of waiting calls. */
  public HttpOptions withWaiting(int waiting) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /** Returns these options with another limit for JSON bodies. */
  public HttpOptions withMaxJsonBytes(int maxJsonBytes) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /** Returns these options with another limit for events. */
  public HttpOptions withMaxEventBytes(int maxEventBytes) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /** Returns these options with this user agent. */
  public HttpOptions withUserAgent(String userAgent) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /** Returns these options with this policy for URLs in responses. */
  public HttpOptions withAddressPolicy(AddressPolicy addressPolicy) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /** Returns these options with these proxies. */
  public HttpOptions withProxies(Proxies proxies) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  /**
   * Returns these options with this change of the options of the platform, after the one until now.
   */
  public HttpOptions withPlatform(BiConsumer<HttpClientOptions, PoolOptions> platform) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        this.platform.andThen(platform),
        log);
  }

  /** Returns these options with this log; for one that exists, see {@link HttpLog#debug()}. */
  public HttpOptions withLog(HttpLog log) {
    return new HttpOptions(
        connections,
        waiting,
        maxJsonBytes,
        maxEventBytes,
        userAgent,
        addressPolicy,
        proxies,
        platform,
        log);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
