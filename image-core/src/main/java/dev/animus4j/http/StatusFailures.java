package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;

/** Mapping of statuses for {@link FailureMapping#byStatus()}. */
final class StatusFailures {
  private StatusFailures() {}

  static AnimusException toException(ErrorResponse response) {
    return toException(response, response.status());
  }

  /** Maps by another status than that of the response. */
  static AnimusException toException(ErrorResponse response, int status) {
    FailureOrigin origin = response.origin();
    return switch (status) {
      case 401, 403 -> new AnimusException.Authentication(origin, "not allowed", null);
      case 402 -> new AnimusException.QuotaExhausted(origin, response.retryAfter());
      case 408, 409 -> unavailable(response, "asks to repeat the request", false);
      case 429 -> new AnimusException.RateLimited(origin, response.retryAfter());
      case 498, 503, 529 -> unavailable(response, "overloaded or out of service", false);
      default -> byStatusClass(response, status);
    };
  }

  private static AnimusException byStatusClass(ErrorResponse response, int status) {
    FailureOrigin origin = response.origin();
    return switch (status / 100) {
      case 4 -> new AnimusException.InvalidRequest(origin, "the request was refused");
      case 5 -> unavailable(response, "failed", true);
      case 3 -> new AnimusException.Protocol(origin, "redirected, which is not followed", null);
      default -> unavailable(response, "reported an error in its answer", true);
    };
  }

  private static AnimusException unavailable(
      ErrorResponse response, String what, boolean mayHaveRun) {
    return new AnimusException.Unavailable(
        response.origin(), what, mayHaveRun, response.retryAfter());
  }
}
