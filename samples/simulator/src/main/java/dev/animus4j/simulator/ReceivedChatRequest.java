package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Chat request of either dialect. */
record ReceivedChatRequest(JsonNode json) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  /** Parses a request; rejects what the dialect would reject. */
  static ReceivedChatRequest parse(JsonNode json, Dialect dialect) {
    if (dialect == Dialect.OPENAI && !json.path("model").isTextual()) {
      throw RejectedRequest.missing("model");
    }
    JsonNode messages = json.path("messages");
    if (messages.isMissingNode()) {
      throw RejectedRequest.missing("messages");
    }
    if (!messages.isArray() || messages.isEmpty()) {
      throw RejectedRequest.invalid(
          "'messages' must be a list that is not empty.", "messages", null);
    }
    for (int i = 0; i < messages.size(); i++) {
      if (!ROLES.contains(messages.get(i).path("role").asText())) {
        throw RejectedRequest.invalid("Unknown role.", "messages[" + i + "].role", "invalid_value");
      }
    }
    boolean options = json.hasNonNull("stream_options") && !json.path("stream").asBoolean();
    if (dialect == Dialect.OPENAI && options) {
      throw RejectedRequest.invalid("Only allowed when 'stream' is true.", "stream_options", null);
    }
    NumberRule.check(json, dialect == Dialect.OPENAI ? NumberRule.OPENAI : NumberRule.ANIMUS);
    return new ReceivedChatRequest(json);
  }

  String model() {
    return json.path("model").asText("vivian-llama3.1-70b-1.0-fp8");
  }

  boolean isSet(String flag) {
    return json.path(flag).asBoolean();
  }

  int messageCount() {
    return json.path("messages").size();
  }

  Stream<JsonNode> messages() {
    return StreamSupport.stream(json.path("messages").spliterator(), false);
  }

  JsonNode lastMessage() {
    return json.path("messages").path(messageCount() - 1);
  }

  /** The text of the last user message; empty if there is none. */
  String userText() {
    return lastUserMessage().map(ReceivedChatRequest::text).orElse("");
  }

  /** The descriptions of the images attached to the last user message. */
  List<String> imageDescriptions() {
    return lastUserMessage().stream()
        .flatMap(message -> StreamSupport.stream(message.path("content").spliterator(), false))
        .filter(part -> part.path("type").asText().equals("image_url"))
        .map(part -> part.at("/image_url/url").asText())
        .map(ReceivedChatRequest::describeImage)
        .toList();
  }

  private static String describeImage(String url) {
    if (!url.startsWith("data:")) {
      return "the picture at " + url;
    }
    if (url.indexOf(';') < 0) {
      throw RejectedRequest.invalid("Invalid base64 image_url.", "image_url", "invalid_base64");
    }
    return "a picture (" + url.substring("data:".length(), url.indexOf(';')) + ")";
  }

  private Optional<JsonNode> lastUserMessage() {
    JsonNode messages = json.path("messages");
    return IntStream.iterate(messages.size() - 1, i -> i >= 0, i -> i - 1)
        .mapToObj(messages::get)
        .filter(message -> message.path("role").asText().equals("user"))
        .findFirst();
  }

  /** The text of all system messages. */
  String systemText() {
    return messages()
        .filter(message -> Set.of("system", "developer").contains(message.path("role").asText()))
        .map(ReceivedChatRequest::text)
        .collect(Collectors.joining("\n"));
  }

  /** The maximum words of a response; empty if there is no limit. */
  Optional<Integer> maxWords() {
    return Stream.of("max_completion_tokens", "max_tokens")
        .map(json::path)
        .filter(JsonNode::canConvertToInt)
        .map(JsonNode::asInt)
        .filter(limit -> limit > 0)
        .findFirst();
  }

  int choices() {
    return json.path("n").asInt(1);
  }

  int wordCount() {
    return messages().mapToInt(message -> wordCount(text(message))).sum();
  }

  static int wordCount(String text) {
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
