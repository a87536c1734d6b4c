package dev.animus4j.image.provider.animus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.StreamedResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Status of one generation of Animus. Its status values are not documented, so a generation has
 * ended when the value is one of the usual ones, in any case, or when there are results, or an
 * error.
 *
 * @param id the id of the generation; empty when it has none
 * @param status the status as received, secrets masked
 * @param progress the progress in percent, as received; empty when missing
 * @param urls the URLs of the results
 * @param failure why there are no results and will be none; null otherwise
 * @param origin the origin of the response
 * @param url the address of the response, for relative ones in it
 */
record AnimusGenerationStatus(
    String id,
    String status,
    String progress,
    List<String> urls,
    @Nullable AnimusException failure,
    FailureOrigin origin,
    URI url) {
  private static final List<String> RESULTS =
      List.of("result_urls", "result_url", "images", "output", "outputs");
  private static final Set<String> DONE = Set.of("completed", "succeeded");
  private static final Set<String> FAILED =
      Set.of(
          "failed",
          "failure",
          "error",
          "cancelled",
          "canceled",
          "expired",
          "rejected",
          "timed_out",
          "timeout",
          "nsfw",
          "blocked",
          "deleted",
          "not_found");
  private static final Set<String> CANCELLED = Set.of("cancelled", "canceled");

  /** Reads the status of a generation whose id is in the response. */
  static AnimusGenerationStatus of(JsonNode json, StreamedResponse response) {
    return of(json.path("generation_id").asText(json.path("id").asText("")), json, response);
  }

  /** Reads the status of a generation that was polled by its id. */
  static AnimusGenerationStatus of(String id, JsonNode json, StreamedResponse response) {
    List<String> urls =
        RESULTS.stream()
            .map(field -> readUrls(json.path(field)))
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(List.of());
    return new AnimusGenerationStatus(
        id,
        response.redact(json.path("status").asText("")),
        response.redact(json.path("progress").asText("")),
        urls,
        hasFailed(json, urls) ? readFailure(id, json, response) : null,
        response.origin().withRequestId(id),
        response.url());
  }

  /** Whether there are results, or will be none. */
  boolean hasEnded() {
    return failure != null || !urls.isEmpty();
  }

  /** Whether it is done, by its own word, though the results are not there yet. */
  boolean isDoneWithoutResults() {
    return !hasEnded() && DONE.contains(normalize(status));
  }

  /** Returns the same, ended without results. */
  AnimusGenerationStatus withoutResults() {
    AnimusException none = new AnimusException.Protocol(origin, "ended without a picture", null);
    return new AnimusGenerationStatus(id, status, progress, urls, none, origin, url);
  }

  /** The values whose change makes a status worth emitting. */
  List<Object> changeKey() {
    return List.of(status, progress, hasEnded());
  }

  /** Describes the generation and its progress for failures. */
  String describe() {
    return "generation %s is %s %s".formatted(id, status, progress).strip();
  }

  private static boolean hasFailed(JsonNode json, List<String> urls) {
    boolean failedStatus = FAILED.contains(normalize(json.path("status").asText("")));
    return failedStatus || (urls.isEmpty() && !errorText(json.path("error")).isBlank());
  }

  private static AnimusException readFailure(String id, JsonNode json, StreamedResponse response) {
    String status = json.path("status").asText("");
    String what = "generation %s %s: %s".formatted(id, status, errorText(json.path("error")));
    ObjectNode described = JsonNodeFactory.instance.objectNode();
    json.fields().forEachRemaining(field -> described.set(field.getKey(), field.getValue()));
    AnimusException failure = response.failure(described.put("message", what));
    return CANCELLED.contains(normalize(status))
        ? new AnimusException.Cancelled(
            failure.origin().withRequestId(id), "the generation was cancelled there", true)
        : GenerationFailure.of(failure, id);
  }

  private static String errorText(JsonNode error) {
    if (error.isObject()) {
      return error.path("message").asText(error.toString());
    }
    return error.isBoolean() && !error.booleanValue() ? "" : error.isNull() ? "" : error.asText("");
  }

  private static List<String> readUrls(JsonNode results) {
    List<String> urls = new ArrayList<>();
    Iterable<JsonNode> all = results.isTextual() ? List.of(results) : results;
    all.forEach(url -> urls.add(url.path("url").asText(url.asText(""))));
    urls.removeIf(String::isBlank);
    return List.copyOf(urls);
  }

  private static String normalize(String status) {
    return status.strip().toLowerCase(Locale.ROOT);
  }
}
