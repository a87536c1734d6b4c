package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.ErrorAnswer;
import dev.animus4j.http.Failures;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What errors of Workers AI mean, whether it answers itself or a worker relays what it said: the
 * code decides, wherever it stands, else the status.
 */
final class CloudflareFailures {
  private static final Pattern CODE = Pattern.compile("AiError:[^\\d{}]{0,20}(\\d{4,5})\\b");
  private static final Pattern REFUSED = Pattern.compile("(?i)\\bnsfw\\b|\\bflagged\\b");
  private static final Pattern OUTPUT = Pattern.compile("(?i)\\boutput\\b");

  private CloudflareFailures() {}

  static AnimusException of(ErrorAnswer answer) {
    return codes(answer)
        .map(code -> coded(code, answer))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> byStatus(answer));
  }

  private static Optional<AnimusException> coded(int code, ErrorAnswer answer) {
    Origin origin = answer.origin();
    return switch (code) {
      case 3030, 8007 -> refusal(answer);
      case 3036, 4006 ->
          Optional.of(new AnimusException.QuotaExhausted(origin, answer.retryAfter()));
      case 3040 -> Optional.of(unavailable(answer, "has no capacity left"));
      case 3007, 3008 -> Optional.of(unavailable(answer, "took too long"));
      case 3023, 3041, 5016, 5018, 9109, 10000 ->
          Optional.of(new AnimusException.Authentication(origin, "not allowed", null));
      case 3003, 3006, 3039, 3042, 5004, 5005, 5007, 5019 ->
          Optional.of(new AnimusException.InvalidRequest(origin, "the request was refused"));
      default -> Optional.empty();
    };
  }

  /** These codes stand for other failures too, so the words decide. */
  private static Optional<AnimusException> refusal(ErrorAnswer answer) {
    String words = String.valueOf(answer.origin().excerpt());
    if (!REFUSED.matcher(words).find()) {
      return Optional.empty();
    }
    Stage stage = OUTPUT.matcher(words).find() ? Stage.OUTPUT : Stage.PROMPT;
    return Optional.of(new AnimusException.ContentPolicy(answer.origin(), stage, List.of("nsfw")));
  }

  /** Some statuses are the edge's own, for a server that it did not reach. */
  private static AnimusException byStatus(ErrorAnswer answer) {
    return switch (answer.status()) {
      case 521, 522, 523, 525, 526, 530 -> unavailable(answer, "cannot be reached");
      default -> Failures.byStatus().of(answer);
    };
  }

  private static AnimusException unavailable(ErrorAnswer answer, String what) {
    return new AnimusException.Unavailable(answer.origin(), what, false, answer.retryAfter());
  }

  /** As numbers in the envelope, and within the words where a worker relays nothing else. */
  private static Stream<Integer> codes(ErrorAnswer answer) {
    Stream<Integer> listed =
        StreamSupport.stream(answer.error().path("errors").spliterator(), false)
            .map(error -> error.path("code").asInt());
    Stream<Integer> said =
        CODE.matcher(Objects.requireNonNullElse(answer.origin().excerpt(), ""))
            .results()
            .map(code -> Integer.valueOf(code.group(1)));
    return Stream.concat(listed, said);
  }
}
