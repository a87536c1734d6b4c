package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the kind of an error: codes decide before words, and words before a status.
 *
 * @param status the innermost status of the error
 */
record ErrorClassifier(ErrorDetails error, int status) {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TOO_LARGE = 413;
  private static final Pattern SHORT = Pattern.compile("(?i)per[ -]?(?:min|sec)|\\b[rt]pm\\b");
  private static final Pattern LIMIT_AND_REQUEST =
      Pattern.compile("(?i)limit:? {0,3}(\\d{1,12})\\b.{0,60}\\brequested:? {0,3}(\\d{1,12})\\b");

  /** Returns the kind; null when only the status tells it. */
  @Nullable ErrorKind kind() {
    GoogleQuota quota = new GoogleQuota(error);
    if (isRefused()) {
      return ErrorKind.REFUSED;
    } else if (error.hasCode(ErrorKind.CONTEXT_LENGTH)) {
      return ErrorKind.CONTEXT_LENGTH;
    } else if (quota.isMeant()) {
      return quota.isUsedUp() ? ErrorKind.EXHAUSTED : ErrorKind.RATE_LIMITED;
    } else if (isTooLarge()) {
      return ErrorKind.TOO_LARGE;
    } else if (error.hasCode(ErrorKind.EXHAUSTED)) {
      return ErrorKind.EXHAUSTED;
    } else if (isLimit() && has(ErrorKind.USED_UP_FOR_THE_DAY)) {
      return ErrorKind.USED_UP_FOR_THE_DAY;
    }
    return byWords();
  }

  private @Nullable ErrorKind byWords() {
    if (status != TOO_MANY_REQUESTS && error.isDescribedBy(ErrorKind.CONTEXT_LENGTH)) {
      return ErrorKind.CONTEXT_LENGTH;
    } else if (error.isDescribedBy(ErrorKind.EXHAUSTED) && !isForAWhile()) {
      return ErrorKind.EXHAUSTED;
    }
    boolean limited = error.hasCode(ErrorKind.RATE_LIMITED) && status != TOO_LARGE;
    return limited || saysRateLimited() ? ErrorKind.RATE_LIMITED : null;
  }

  /** Whether the words of an exhausted quota are about one that is renewed soon. */
  private boolean isForAWhile() {
    return SHORT.matcher(error.message()).find() || ErrorWait.inWords(error.message()).isPresent();
  }

  private boolean has(ErrorKind kind) {
    return error.hasCode(kind) || error.isDescribedBy(kind);
  }

  /** Whether it is about how much may be asked, as far as codes and the status say. */
  private boolean isLimit() {
    return List.of(402, 403, TOO_LARGE, TOO_MANY_REQUESTS).contains(status)
        || has(ErrorKind.RATE_LIMITED)
        || has(ErrorKind.EXHAUSTED);
  }

  /** The status of other errors counts more than their words. */
  private boolean saysRateLimited() {
    return (status / 100 != 4 || status == 400) && error.isDescribedBy(ErrorKind.RATE_LIMITED);
  }

  private boolean isTooLarge() {
    return error.hasCode(ErrorKind.TOO_LARGE)
        || (isLimit() && (error.isDescribedBy(ErrorKind.TOO_LARGE) || requestsMoreThanLimit()));
  }

  private boolean requestsMoreThanLimit() {
    Matcher numbers = LIMIT_AND_REQUEST.matcher(error.message());
    return numbers.find() && Long.parseLong(numbers.group(2)) > Long.parseLong(numbers.group(1));
  }

  private boolean isRefused() {
    return error.hasCode(ErrorKind.REFUSED)
        || isModerated()
        || error.isDescribedBy(ErrorKind.REFUSED)
        || error.layers().stream().anyMatch(ErrorClassifier::isRefusedPicture);
  }

  /** This type is too coarse to count where there is a code. */
  private static boolean isRefusedPicture(JsonNode layer) {
    return !layer.hasNonNull("code")
        && layer.path("type").asText().equals("image_generation_user_error");
  }

  /** Whether this is a refusal in OpenRouter's form: 403, with the reasons as metadata. */
  private boolean isModerated() {
    return status == 403
        && error.layers().stream()
            .map(layer -> layer.path("metadata"))
            .anyMatch(metadata -> metadata.has("reasons") || metadata.has("flagged_input"));
  }
}
