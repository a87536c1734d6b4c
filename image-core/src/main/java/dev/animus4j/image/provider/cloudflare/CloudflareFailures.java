package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.ErrorResponse;
import dev.animus4j.http.FailureMapping;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Maps errors of Workers AI to failures, whether direct or relayed by a worker: by code, wherever
 * it occurs, else by status.
 */
final class CloudflareFailures {
  private static final Pattern CODE = Pattern.compile("AiError:[^\\d{}]{0,20}(\\d{4,5})\\b");
  private static final Pattern REFUSED = Pattern.compile("(?i)\\bnsfw\\b|\\bflagged\\b");
  private static final Pattern OUTPUT = Pattern.compile("(?i)\\boutput\\b");

  private CloudflareFailures() {}

  static AnimusException toException(ErrorResponse response) {
    return codes(response)
        .map(code -> fromCode(code, response))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> fromStatus(response));
  }

  private static Optional<AnimusException> fromCode(int code, ErrorResponse response) {
    FailureOrigin origin = response.origin();
    return switch (code) {
      case 3030, 8007 -> contentPolicyFailure(response);
      case 3036, 4006 ->
          Optional.of(new AnimusException.QuotaExhausted(origin, response.retryAfter()));
      case 3040 -> Optional.of(unavailable(response, "has no capacity left"));
      case 3007, 3008 -> Optional.of(unavailable(response, "took too long"));
      case 3023, 3041, 5016, 5018, 9109, 10000 ->
          Optional.of(new AnimusException.Authentication(origin, "not allowed", null));
      case 3003, 3006, 3039, 3042, 5004, 5005, 5007, 5019 ->
          Optional.of(new AnimusException.InvalidRequest(origin, "the request was refused"));
      default -> Optional.empty();
    };
  }

  /** These codes stand for other failures too, so the message decides. */
  private static Optional<AnimusException> contentPolicyFailure(ErrorResponse response) {
    String message = String.valueOf(response.origin().excerpt());
    if (!REFUSED.matcher(message).find()) {
      return Optional.empty();
    }
    Stage stage = OUTPUT.matcher(message).find() ? Stage.OUTPUT : Stage.PROMPT;
    return Optional.of(
        new AnimusException.ContentPolicy(response.origin(), stage, List.of("nsfw")));
  }

  /** Some statuses are of the edge, for a server that it could not reach. */
  private static AnimusException fromStatus(ErrorResponse response) {
    return switch (response.status()) {
      case 521, 522, 523, 525, 526, 530 -> unavailable(response, "cannot be reached");
      default -> FailureMapping.openAi().toException(response);
    };
  }

  private static AnimusException unavailable(ErrorResponse response, String what) {
    return new AnimusException.Unavailable(response.origin(), what, false, response.retryAfter());
  }

  /** The codes in the envelope, and those in the message, where a worker relays only that. */
  private static Stream<Integer> codes(ErrorResponse response) {
    Stream<Integer> listed =
        StreamSupport.stream(response.error().path("errors").spliterator(), false)
            .map(error -> error.path("code").asInt());
    Stream<Integer> quoted =
        CODE.matcher(Objects.requireNonNullElse(response.origin().excerpt(), ""))
            .results()
            .map(code -> Integer.valueOf(code.group(1)));
    return Stream.concat(listed, quoted);
  }
}
