package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A chat request, of either dialect. */
record Question(JsonNode json) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  /** Refuses what the dialect would refuse. */
  static Question asked(JsonNode json, Dialect dialect) {
    if (dialect == Dialect.OPENAI && !json.path("model").isTextual()) {
      throw Refusal.missing("model");
    }
    JsonNode messages = json.path("messages");
    if (messages.isMissingNode()) {
      throw Refusal.missing("messages");
    }
    if (!messages.isArray() || messages.isEmpty()) {
      throw Refusal.invalid("'messages' must be a list that is not empty.", "messages", null);
    }
    for (int i = 0; i < messages.size(); i++) {
      if (!ROLES.contains(messages.get(i).path("role").asText())) {
        throw Refusal.invalid("Unknown role.", "messages[" + i + "].role", "invalid_value");
      }
    }
    boolean options = json.hasNonNull("stream_options") && !json.path("stream").asBoolean();
    if (dialect == Dialect.OPENAI && options) {
      throw Refusal.invalid("Only allowed when 'stream' is true.", "stream_options", null);
    }
    return new Question(json);
  }

  String model() {
    return json.path("model").asText("vivian-llama3.1-70b-1.0-fp8");
  }

  boolean asks(String flag) {
    return json.path(flag).asBoolean();
  }

  int messageCount() {
    return json.path("messages").size();
  }

  Stream<JsonNode> messages() {
    return StreamSupport.stream(json.path("messages").spliterator(), false);
  }

  JsonNode last() {
    return json.path("messages").path(messageCount() - 1);
  }

  /** The text of the last user message; empty if there is none. */
  String userText() {
    return lastOfUser().map(Question::text).orElse("");
  }

  /** What the pictures are that the last user message shows. */
  List<String> picturesShown() {
    return lastOfUser().stream()
        .flatMap(message -> StreamSupport.stream(message.path("content").spliterator(), false))
        .filter(part -> part.path("type").asText().equals("image_url"))
        .map(part -> part.at("/image_url/url").asText())
        .map(Question::picture)
        .toList();
  }

  private static String picture(String url) {
    return url.startsWith("data:")
        ? "a picture (" + url.substring("data:".length(), url.indexOf(';')) + ")"
        : "the picture at " + url;
  }

  private Optional<JsonNode> lastOfUser() {
    JsonNode messages = json.path("messages");
    return IntStream.iterate(messages.size() - 1, i -> i >= 0, i -> i - 1)
        .mapToObj(messages::get)
        .filter(message -> message.path("role").asText().equals("user"))
        .findFirst();
  }

  /** All instructions of the application. */
  String systemText() {
    return messages()
        .filter(message -> Set.of("system", "developer").contains(message.path("role").asText()))
        .map(Question::text)
        .collect(Collectors.joining("\n"));
  }

  /** How many words the answer may have at most; empty if there is no limit. */
  Optional<Integer> limit() {
    return Stream.of("max_completion_tokens", "max_tokens")
        .map(json::path)
        .filter(JsonNode::canConvertToInt)
        .map(JsonNode::asInt)
        .filter(limit -> limit > 0)
        .findFirst();
  }

  int choices() {
    return Math.max(1, Math.min(128, json.path("n").asInt(1)));
  }

  int words() {
    return messages().mapToInt(message -> words(text(message))).sum();
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  /** The text of a message, whose content may be a string, a list of parts, or null. */
  static String text(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isArray()) {
      return StreamSupport.stream(content.spliterator(), false)
          .map(part -> part.path("text").asText(""))
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining("\n"));
    }
    return content.asText("");
  }
}
