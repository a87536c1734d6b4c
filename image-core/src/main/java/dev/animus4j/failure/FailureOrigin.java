package dev.animus4j.failure;

import java.io.Serializable;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Origin of a failure: the provider, and its response.
 *
 * @param provider the name of the provider, or of the part of this SDK
 * @param status the HTTP status; 0 when there was no response
 * @param requestId the provider's id of the request, for its support
 * @param excerpt the provider's message: one line, at most 200 characters, keys and data URLs
 *     always masked
 * @param code the provider's code of the error, else its type, such as {@code rate_limit_exceeded}
 *     or {@code 1113}; null when it names none, or what it names is not one short word
 * @param published where the provider published an image that could not be fetched, so that it can
 *     be fetched later; null otherwise. It may give access, and is in no message
 */
public record FailureOrigin(
    String provider,
    int status,
    @Nullable String requestId,
    @Nullable String excerpt,
    @Nullable String code,
    @Nullable URI published)
    implements Serializable {
  private static final int MAX_EXCERPT = 200;
  private static final Pattern CODE = Pattern.compile("[\\w.:/-]{1,64}");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:authorization['\"]?\\s?[=:]\\s?)(?:(?:bearer|basic|token|digest)\\s+)?|bearer\\s+)\\S+"
              + "|(basic\\s+)[A-Za-z0-9+/_-]{12,}={0,2}"
              + "|(://)(?:[^\\s/:]{0,100}:[^\\s'\"<>]{1,200}|[^\\s/]{1,200})(@)"
              + "|((?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|cookie"
              + "|(?:api|access|account|private|license)[-_ ]?key)['\"]?\\s?[=:]\\s?)"
              + "(?:'[^']{0,200}'?|\"[^\"]{0,200}\"?|[^\\s'\"&;,]*[^\\s'\"&;,.])"
              + "|\\b(?:sk-|key-|AIza|AKIA|gh[opsu]_|github_pat_|glpat-|xox[a-z]-|hf_)[\\w-]{8,}"
              + "|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*"
              + "|data:[\\w/+.;=-]*,\\S+"
              + "|[A-Za-z0-9+/]{64,}={0,2}");

  /** Masks the secrets in the excerpt and makes it one line. */
  public FailureOrigin {
    excerpt = excerpt == null || excerpt.isBlank() ? null : sanitize(excerpt);
    code = code == null || !CODE.matcher(sanitize(code)).matches() ? null : code;
  }

  /** Creates an origin without a code. */
  public FailureOrigin(
      String provider, int status, @Nullable String requestId, @Nullable String excerpt) {
    this(provider, status, requestId, excerpt, null, null);
  }

  /** Creates an origin without a response. */
  public static FailureOrigin of(String provider) {
    return new FailureOrigin(provider, 0, null, null);
  }

  /** Returns this origin with another code. */
  public FailureOrigin withCode(@Nullable String code) {
    return new FailureOrigin(provider, status, requestId, excerpt, code, published);
  }

  /** Returns this origin with another id of the request. */
  public FailureOrigin withRequestId(@Nullable String requestId) {
    return new FailureOrigin(provider, status, requestId, excerpt, code, published);
  }

  /** Returns this origin with the address of an image. */
  public FailureOrigin withPublished(URI published) {
    return new FailureOrigin(provider, status, requestId, excerpt, code, published);
  }

  /** Omits the address, which may give access. */
  @Override
  public String toString() {
    return "FailureOrigin[%s, %d, %s, %s, %s]"
        .formatted(provider, status, requestId, excerpt, code);
  }

  String describe(String what) {
    String named = code == null || code.equals(Integer.toString(status)) ? "" : ", " + code;
    String statusText = status == 0 ? "" : " (HTTP " + status + named + ")";
    String quote = excerpt == null ? "." : ": \"" + excerpt + "\".";
    return provider + ": " + sanitize(what) + statusText + quote;
  }

  private static String sanitize(String text) {
    String head = text.length() > 4 * MAX_EXCERPT ? text.substring(0, 4 * MAX_EXCERPT) : text;
    String line =
        SECRET
            .matcher(head)
            .replaceAll("$1$2$3$5…$4")
            .replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ")
            .strip();
    return line.length() > MAX_EXCERPT ? line.substring(0, MAX_EXCERPT - 1) + "…" : line;
  }
}
