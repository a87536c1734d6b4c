package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads the bodies of requests: a small one whole, and only so many at once; of an upload it only
 * sees to its pace. Who sends more slowly than anybody has to is let go.
 */
final class Bodies {
  private static final int SMALL = 64 * 1024;
  private static final long BYTES_PER_SECOND = 16 * 1024;
  private static final long EVERY_MS = 500;
  private static final Problem SLOW =
      new Problem(408, "timedOut", "The request did not come in time. Try again.");

  private final Vertx vertx;
  private final BytesInFlight inFlight;
  private final Duration grace;
  private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(SMALL);

  Bodies(Vertx vertx, BytesInFlight inFlight, Duration grace) {
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.grace = grace;
  }

  /** Reads a body of at most 64 KiB of JSON, as soon as there is room for it. */
  void whole(RoutingContext request) {
    String type = request.request().getHeader("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new Problem(415, "invalidRequest", "The body is JSON, and says so.");
    }
    request.request().pause();
    var unused =
        inFlight
            .enter(Sessions.of(request), announced(request.request()))
            .observeOn(Later.here())
            .subscribe(permit -> read(request, permit), request::fail);
  }

  private void read(RoutingContext request, BytesInFlight.Permit permit) {
    Later.atEnd(request, permit::giveBack);
    watch(request);
    reader.handle(request);
    request.request().resume();
  }

  /** What is announced to be too large is refused by its reader. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? SMALL : Math.min(SMALL, Long.parseLong(length));
  }

  /** Sees to the pace of a body that somebody else reads. */
  void paced(RoutingContext request) {
    watch(request);
    request.next();
  }

  private void watch(RoutingContext request) {
    if (!request.request().isEnded()) {
      long start = System.nanoTime();
      long every = Math.max(1, Math.min(EVERY_MS, grace.toMillis() / 2));
      long timer = vertx.setPeriodic(every, tick -> judge(request, start, tick));
      Later.atEnd(request, () -> vertx.cancelTimer(timer));
    }
  }

  private void judge(RoutingContext request, long start, long timer) {
    Duration late = Duration.ofNanos(System.nanoTime() - start).minus(grace);
    if (request.request().isEnded()) {
      vertx.cancelTimer(timer);
    } else if (request.request().bytesRead() * 1_000 < late.toMillis() * BYTES_PER_SECOND) {
      vertx.cancelTimer(timer);
      request.fail(SLOW);
    }
  }
}
