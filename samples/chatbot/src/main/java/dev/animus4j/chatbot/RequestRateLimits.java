package dev.animus4j.chatbot;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Rate limits by session, and by client at a multiple: one address may have several users. */
final class RequestRateLimits {
  private static final int SESSIONS = 4;
  private static final int REQUESTS = 20;

  private final RateLimit bySession;
  private final RateLimit byClient;
  private final RateLimit anyByClient;
  private final RateLimit newSessions;
  private final @Nullable SharedRateLimit ofAllNodes;

  /**
   * Creates full buckets.
   *
   * @param perMinute costly requests of one session
   * @param ofAllNodes limits those of one session on all nodes together; null for a single node
   */
  RequestRateLimits(int perMinute, @Nullable SharedRateLimit ofAllNodes) {
    this.ofAllNodes = ofAllNodes;
    this.bySession = new RateLimit(perMinute, System::nanoTime);
    this.byClient = limit(SESSIONS, perMinute);
    this.anyByClient = limit(REQUESTS, perMinute);
    this.newSessions = new RateLimit(perMinute, System::nanoTime);
  }

  private static RateLimit limit(int times, int perMinute) {
    return new RateLimit(
        (int) Math.min(Integer.MAX_VALUE, (long) times * perMinute), System::nanoTime);
  }

  /** The limit of new sessions of a client. */
  RateLimit newSessions() {
    return newSessions;
  }

  /** Limits any request. */
  void limitAny(RoutingContext request) {
    anyByClient.acquire(ClientAddresses.clientId(request));
    request.next();
  }

  /** Limits a costly request. */
  void limitCostly(RoutingContext request) {
    ClientSession clientSession = SessionCookies.clientSession(request);
    bySession.acquire(clientSession.session());
    byClient.acquire(clientSession.client());
    if (ofAllNodes == null) {
      request.next();
      return;
    }
    request.request().pause();
    var unused =
        ofAllNodes
            .acquire(clientSession.session())
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(request::next, request::fail);
  }
}
