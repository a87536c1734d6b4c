package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.ErrorResponse;
import dev.animus4j.http.FailureMapping;

/**
 * Maps errors of Google's APIs to failures: {@code {"error": {code, message, status, details}}}.
 * Quotas and refused keys are mapped as in the OpenAI dialect, in which Google sends the same
 * errors.
 */
final class GeminiFailures {
  private GeminiFailures() {}

  static AnimusException toException(ErrorResponse response) {
    JsonNode error = response.error();
    FailureOrigin origin = response.origin();
    return switch (error.path("status").asText()) {
      case "FAILED_PRECONDITION" -> unmetPrecondition(response);
      case "CANCELLED" -> new AnimusException.Cancelled(origin, "the provider takes us for gone");
      default -> FailureMapping.openAi().toException(response);
    };
  }

  /** Of the account, unless the words or the status tell another reason. */
  private static AnimusException unmetPrecondition(ErrorResponse response) {
    AnimusException failure = FailureMapping.openAi().toException(response);
    return failure instanceof AnimusException.InvalidRequest
        ? new AnimusException.Authentication(response.origin(), "not offered to this account", null)
        : failure;
  }
}
