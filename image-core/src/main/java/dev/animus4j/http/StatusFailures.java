package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;

/** The table behind {@link Failures#byStatus()}. */
final class StatusFailures {
  private StatusFailures() {}

  static AnimusException of(ErrorAnswer answer) {
    Origin origin = answer.origin();
    return switch (origin.status()) {
      case 401, 403 -> new AnimusException.Authentication(origin, "not allowed", null);
      case 402 -> new AnimusException.QuotaExhausted(origin, answer.retryAfter());
      case 408, 409 -> unavailable(answer, "asks to repeat the request", false);
      case 429 -> new AnimusException.RateLimited(origin, answer.retryAfter());
      case 498, 503, 529 -> unavailable(answer, "overloaded or out of service", false);
      default -> byClass(answer);
    };
  }

  private static AnimusException byClass(ErrorAnswer answer) {
    Origin origin = answer.origin();
    return switch (origin.status() / 100) {
      case 4 -> new AnimusException.InvalidRequest(origin, "the request was refused");
      case 5 -> unavailable(answer, "failed", true);
      case 3 -> new AnimusException.Protocol(origin, "redirected, which is not followed", null);
      default -> unavailable(answer, "reported an error in its answer", true);
    };
  }

  private static AnimusException unavailable(ErrorAnswer answer, String what, boolean mayHaveRun) {
    return new AnimusException.Unavailable(answer.origin(), what, mayHaveRun, answer.retryAfter());
  }
}
