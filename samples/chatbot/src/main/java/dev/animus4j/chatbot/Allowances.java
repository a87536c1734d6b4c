package dev.animus4j.chatbot;

import io.vertx.ext.web.RoutingContext;

/**
 * How much may be asked in a minute. What a session may, its client may a few times, however many
 * sessions it begins: they may be several people.
 */
final class Allowances {
  private static final int SESSIONS = 4;
  private static final int REQUESTS = 20;

  private final RateLimit bySession;
  private final RateLimit byClient;
  private final RateLimit anything;
  private final RateLimit beginnings;

  /**
   * Allowances.
   *
   * @param perMinute what a session may ask for of what costs something
   */
  Allowances(int perMinute) {
    this.bySession = new RateLimit(perMinute, System::nanoTime);
    this.byClient = limit(SESSIONS, perMinute);
    this.anything = limit(REQUESTS, perMinute);
    this.beginnings = new RateLimit(perMinute, System::nanoTime);
  }

  private static RateLimit limit(int times, int perMinute) {
    return new RateLimit(
        (int) Math.min(Integer.MAX_VALUE, (long) times * perMinute), System::nanoTime);
  }

  /** How many sessions a client may begin. */
  RateLimit beginnings() {
    return beginnings;
  }

  /** For any request. */
  void any(RoutingContext request) {
    anything.take(Clients.of(request));
    request.next();
  }

  /** For one that costs something. */
  void costly(RoutingContext request) {
    Owner owner = Sessions.of(request);
    bySession.take(owner.session());
    byClient.take(owner.client());
    request.next();
  }
}
