package dev.animus4j.image.s3;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.ErrorResponse;
import dev.animus4j.http.FailureMapping;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mapping of error responses of S3, and of the servers that speak its protocol. */
record S3Failures(S3Bucket bucket) implements FailureMapping {
  static final String PROVIDER = "image store";
  private static final FailureOrigin ORIGIN = FailureOrigin.of(PROVIDER);

  static AnimusException notFound(FailureOrigin origin) {
    return new AnimusException.InvalidRequest(origin, "there is no such picture");
  }

  static AnimusException invalid(String what) {
    return new AnimusException.InvalidRequest(ORIGIN, what);
  }

  static AnimusException noAccessKey(Throwable cause) {
    return new AnimusException.Authentication(ORIGIN, "there is no access key", cause);
  }

  static AnimusException unusable(FailureOrigin origin, String what) {
    return new AnimusException.Protocol(origin, what, null);
  }

  /** Whether this is a failure with this code of the service. */
  static boolean hasCode(Throwable failure, String code) {
    return failure instanceof AnimusException known && code.equals(known.origin().code());
  }

  /** Whether there is no such object. */
  static boolean isNotFound(Throwable failure) {
    return failure instanceof AnimusException.InvalidRequest missing
        && missing.origin().status() == 404
        && !hasCode(failure, "NoSuchBucket");
  }

  @Override
  public AnimusException toException(ErrorResponse response) {
    FailureOrigin origin = response.origin();
    return switch (Objects.requireNonNullElse(origin.code(), "")) {
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "InvalidToken" ->
          authentication(response, "the access key is not accepted");
      case "ExpiredToken", "TokenRefreshRequired" ->
          authentication(response, "the access key has expired");
      case "RequestTimeTooSkewed", "RequestExpired" -> authentication(response, skew(response));
      case "NoSuchBucket" -> invalid(response, "there is no bucket " + bucket.name());
      case "NoSuchKey" -> notFound(origin);
      case "NoSuchUpload" -> unusable(origin, "the upload was ended by somebody else");
      case "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "IllegalLocationConstraintException" ->
          elsewhere(response);
      default -> byLoad(response);
    };
  }

  private AnimusException byLoad(ErrorResponse response) {
    FailureOrigin origin = response.origin();
    return switch (Objects.requireNonNullElse(origin.code(), "")) {
      case "SlowDown", "SlowDownRead", "SlowDownWrite", "TooManyRequests", "RequestLimitExceeded" ->
          new AnimusException.RateLimited(origin, response.retryAfter());
      case "QuotaExceeded", "XMinioAdminBucketQuotaExceeded" ->
          new AnimusException.QuotaExhausted(origin, response.retryAfter());
      case "InsufficientStorage", "XMinioStorageFull" -> full(response);
      case "RequestTimeout", "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch" ->
          unavailable(response, "the bytes did not arrive whole", false);
      case "InternalError", "ServiceUnavailable", "OperationAborted" ->
          unavailable(response, "failed", true);
      default -> byStatus(response);
    };
  }

  private AnimusException byStatus(ErrorResponse response) {
    return switch (response.status()) {
      case 301, 307, 308 -> elsewhere(response);
      case 404 -> notFound(response.origin());
      case 412, 416 -> unusable(response.origin(), "the picture has changed while it was read");
      case 507 -> full(response);
      default -> FailureMapping.byStatus().toException(response);
    };
  }

  private static AnimusException full(ErrorResponse response) {
    return unavailable(response, "there is no room for the picture", false);
  }

  private AnimusException elsewhere(ErrorResponse response) {
    String region = response.headers().get("x-amz-bucket-region");
    String named = region == null ? response.error().path("region").asText() : region;
    String where = named.matches("[\\w-]{1,64}") ? ", but in " + named : "";
    return invalid(response, "the bucket is not in the region " + bucket.region() + where);
  }

  private static String skew(ErrorResponse response) {
    String wrong = "the clock of this machine is wrong";
    return serverTime(response.headers().get("Date"))
        .map(time -> Duration.between(time, Instant.now()))
        .filter(ahead -> ahead.abs().toMinutes() > 0)
        .map(ahead -> wrong + " by " + ahead.abs().toMinutes() + " minutes; set it right")
        .orElse(wrong + "; set it right");
  }

  private static Optional<Instant> serverTime(@Nullable String date) {
    try {
      return Optional.ofNullable(date)
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(ZonedDateTime::toInstant);
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static AnimusException invalid(ErrorResponse response, String what) {
    return new AnimusException.InvalidRequest(response.origin(), what);
  }

  private static AnimusException authentication(ErrorResponse response, String what) {
    return new AnimusException.Authentication(response.origin(), what, null);
  }

  private static AnimusException unavailable(
      ErrorResponse response, String what, boolean mayHaveRun) {
    return new AnimusException.Unavailable(
        response.origin(), what, mayHaveRun, response.retryAfter());
  }
}
