package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Animus says of one generation. Which words it has for a status is written down nowhere, so
 * it has ended when the word is one of the usual ones, in whatever case, or when there are results,
 * or an error.
 *
 * @param id of the generation; empty when it has none
 * @param status the word as it came, but for secrets
 * @param progress in percent, as it came; empty when it is not told
 * @param urls of the results
 * @param failure why there are none and will be none; null when that is not so
 * @param origin who says so
 */
record AnimusState(
    String id,
    String status,
    String progress,
    List<String> urls,
    @Nullable AnimusException failure,
    Origin origin) {
  private static final Set<String> DONE = Set.of("completed", "succeeded");
  private static final Set<String> FAILED = Set.of("failed", "error", "cancelled", "canceled");
  private static final Set<String> CANCELLED = Set.of("cancelled", "canceled");

  /** A generation that the answer names. */
  static AnimusState of(JsonNode json, Answer answer) {
    return of(json.path("generation_id").asText(""), json, answer);
  }

  /** A generation that was asked after by its id. */
  static AnimusState of(String id, JsonNode json, Answer answer) {
    List<String> urls = urls(json.path("result_urls"));
    return new AnimusState(
        id,
        answer.redacted(json.path("status").asText("")),
        answer.redacted(json.path("progress").asText("")),
        urls,
        hasFailed(json, urls) ? failure(id, json, answer) : null,
        answer.origin());
  }

  boolean hasEnded() {
    return failure != null || !urls.isEmpty() || DONE.contains(plain(status));
  }

  /** What makes it worth telling. */
  List<Object> step() {
    return List.of(status, progress, hasEnded());
  }

  /** For people: which one it is, and how far it has got. */
  String describe() {
    return "generation %s is %s %s".formatted(id, status, progress).strip();
  }

  private static boolean hasFailed(JsonNode json, List<String> urls) {
    boolean saysSo = FAILED.contains(plain(json.path("status").asText("")));
    return saysSo || (urls.isEmpty() && !error(json.path("error")).isBlank());
  }

  private static AnimusException failure(String id, JsonNode json, Answer answer) {
    String status = json.path("status").asText("");
    String what = "generation %s %s: %s".formatted(id, status, error(json.path("error")));
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    json.fields().forEachRemaining(field -> told.set(field.getKey(), field.getValue()));
    AnimusException failure = answer.failure(told.put("message", what));
    return CANCELLED.contains(plain(status))
        ? new AnimusException.Cancelled(failure.origin(), "the generation was cancelled there")
        : failure;
  }

  private static String error(JsonNode error) {
    if (error.isObject()) {
      return error.path("message").asText(error.toString());
    }
    return error.isBoolean() && !error.booleanValue() ? "" : error.isNull() ? "" : error.asText("");
  }

  private static List<String> urls(JsonNode results) {
    List<String> urls = new ArrayList<>();
    Iterable<JsonNode> all = results.isTextual() ? List.of(results) : results;
    all.forEach(url -> urls.add(url.asText("")));
    urls.removeIf(String::isBlank);
    return List.copyOf(urls);
  }

  private static String plain(String status) {
    return status.strip().toLowerCase(Locale.ROOT);
  }
}
