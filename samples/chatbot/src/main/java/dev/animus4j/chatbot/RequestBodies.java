package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads request bodies: small ones completely, limited by bytes in flight; for uploads it only
 * enforces a minimum rate. A client that sends more slowly is disconnected.
 */
final class RequestBodies {
  private static final int MAX_BYTES = 64 * 1024;
  private static final long BYTES_PER_SECOND = 16 * 1024;
  private static final long EVERY_MS = 500;
  private static final Problem SLOW =
      new Problem(408, "timedOut", "The request did not come in time. Try again.");

  private final Vertx vertx;
  private final FairByteLimiter inFlight;
  private final Duration grace;
  private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(MAX_BYTES);

  RequestBodies(Vertx vertx, FairByteLimiter inFlight, Duration grace) {
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.grace = grace;
  }

  /** Reads a body of at most 64 KiB of JSON, as soon as there is memory for it. */
  void readJson(RoutingContext request) {
    String type = request.request().getHeader("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new Problem(415, "invalidRequest", "The body is JSON, and says so.");
    }
    request.request().pause();
    var unused =
        inFlight
            .acquire(SessionCookies.clientSession(request), contentLength(request.request()))
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(permit -> read(request, permit), request::fail);
  }

  private void read(RoutingContext request, FairByteLimiter.Permit permit) {
    RequestLifecycle.onEnd(request, permit::release);
    startPaceTimer(request);
    reader.handle(request);
    request.request().resume();
  }

  /** The declared length, at most that of a small body; the body handler rejects larger ones. */
  private static long contentLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? MAX_BYTES : Math.min(MAX_BYTES, Long.parseLong(length));
  }

  /** Enforces the minimum rate of a body that another handler reads. */
  void enforcePace(RoutingContext request) {
    startPaceTimer(request);
    request.next();
  }

  private void startPaceTimer(RoutingContext request) {
    if (!request.request().isEnded()) {
      long start = System.nanoTime();
      long every = Math.max(1, Math.min(EVERY_MS, grace.toMillis() / 2));
      long timer = vertx.setPeriodic(every, tick -> checkPace(request, start, tick));
      RequestLifecycle.onEnd(request, () -> vertx.cancelTimer(timer));
    }
  }

  private void checkPace(RoutingContext request, long start, long timer) {
    Duration overtime = Duration.ofNanos(System.nanoTime() - start).minus(grace);
    if (request.request().isEnded()) {
      vertx.cancelTimer(timer);
    } else if (request.request().bytesRead() * 1_000 < overtime.toMillis() * BYTES_PER_SECOND) {
      vertx.cancelTimer(timer);
      request.fail(SLOW);
    }
  }
}
