package dev.animus4j.simulator;

import static dev.animus4j.simulator.GeminiRequest.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What strict servers refuse, each check by its name. */
final class RequestChecks {
  private static final String NAME = "[a-zA-Z0-9_-]{1,64}";

  private final JsonNode request;
  private final boolean gemini;

  /** The messages, or the contents of Gemini. */
  private final List<JsonNode> messages;

  private RequestChecks(JsonNode request, boolean gemini) {
    this.request = request;
    this.gemini = gemini;
    this.messages = elements(request.path(gemini ? "contents" : "messages")).toList();
  }

  /** Rejects a request that fails one of the checks. */
  static void check(List<String> names, JsonNode request, Dialect dialect) {
    RequestChecks checks = new RequestChecks(request, dialect == Dialect.GEMINI);
    names.forEach(checks::check);
  }

  private void check(String name) {
    switch (name) {
      case "roles" -> checkRoles();
      case "system" -> checkSystem();
      case "names" -> checkNames();
      case "text" -> checkText();
      case "pairs" -> checkPairs();
      case "reasoning" -> checkState("/reasoning_content");
      case "signature" -> checkState("/tool_calls/0/extra_content/google/thought_signature");
      case "no-system" -> refuse(hasRole("system") || request.has("systemInstruction"), "system");
      case "no-developer" -> refuse(hasRole("developer"), "developer");
      case "no-stream-options" -> refuse(request.has("stream_options"), "stream_options");
      case "no-tools" -> refuse(!request.path("tools").isEmpty(), "tools");
      case "no-images" -> refuse(hasImages(), "image");
      default -> throw new IllegalArgumentException(name);
    }
  }

  private void checkRoles() {
    String last = "";
    for (String role : roles().filter(role -> !role.matches("system|developer")).toList()) {
      boolean repeated = role.equals(last) && !role.equals("tool");
      refuse(repeated, "roles: they must alternate, and two are '" + role + "'");
      refuse(last.isEmpty() && role.matches("assistant|model|tool"), "roles: '" + role + "' first");
      last = role;
    }
    refuse(last.matches("assistant|model"), "roles: the last message is the model's");
  }

  private void checkSystem() {
    JsonNode instruction = request.path("systemInstruction");
    refuse(instruction.isObject() && isEmpty(instruction), "system: empty");
    for (int at = 0; at < messages.size(); at++) {
      if (role(messages.get(at)).matches("system|developer")) {
        refuse(isEmpty(messages.get(at)), "system: empty");
        refuse(at > 0, "system: not the first message");
      }
    }
  }

  private void checkNames() {
    Stream<JsonNode> tools =
        elements(request.path("tools"))
            .flatMap(
                tool ->
                    gemini
                        ? elements(tool.path("functionDeclarations"))
                        : Stream.of(tool.path("function")));
    Stream.of(tools, calls().map(this::function), results())
        .flatMap(each -> each)
        .filter(named -> named.has("name"))
        .map(named -> named.path("name").asText())
        .forEach(name -> refuse(!name.matches(NAME), "name: '" + name + "' has another pattern"));
    calls()
        .map(call -> call.path("id").asText("call"))
        .forEach(id -> refuse(!id.matches(NAME), "id: '" + id + "' has another pattern"));
  }

  private void checkText() {
    refuse(isIllFormed(request), "JSON: half of a surrogate pair");
    for (JsonNode message : messages) {
      boolean silent = isEmpty(message) && !message.has("tool_calls") && !hasParts(message);
      refuse(silent && !role(message).equals("tool"), "content: empty");
    }
  }

  /** Every call is answered before anything else is said, and nothing else is answered. */
  private void checkPairs() {
    List<String> open = new ArrayList<>();
    for (JsonNode message : messages) {
      List<String> answers = answers(message);
      answers.forEach(id -> refuse(!open.remove(id), "tool result without its call: " + id));
      refuse(answers.isEmpty() && !open.isEmpty(), "tool calls without results: " + open);
      calls(message).map(this::key).forEach(open::add);
    }
    refuse(!open.isEmpty(), "tool calls without results: " + open);
    Set<String> ids = new HashSet<>();
    calls().filter(call -> !gemini).forEach(call -> refuse(!ids.add(key(call)), "ids: repeated"));
  }

  private List<String> answers(JsonNode message) {
    return gemini
        ? elements(message.path("parts"))
            .filter(part -> part.has("functionResponse"))
            .map(part -> key(part.path("functionResponse")))
            .toList()
        : role(message).equals("tool") ? List.of(message.path("tool_call_id").asText()) : List.of();
  }

  /** The state that has to come back with the calls of a message. */
  private void checkState(String pointer) {
    messages.stream()
        .filter(message -> message.has("tool_calls"))
        .forEach(
            message ->
                refuse(
                    message.at(pointer).asText().isEmpty(),
                    "Function call is missing a thought_signature, or its " + pointer));
  }

  private Stream<JsonNode> calls() {
    return messages.stream().flatMap(this::calls);
  }

  private Stream<JsonNode> calls(JsonNode message) {
    return gemini
        ? elements(message.path("parts"))
            .filter(part -> part.has("functionCall"))
            .map(part -> part.path("functionCall"))
        : elements(message.path("tool_calls"));
  }

  private Stream<JsonNode> results() {
    return messages.stream()
        .flatMap(message -> elements(message.path("parts")))
        .map(part -> part.path("functionResponse"));
  }

  private JsonNode function(JsonNode call) {
    return gemini ? call : call.path("function");
  }

  private String key(JsonNode call) {
    return gemini ? call.path("name").asText() : call.path("id").asText();
  }

  private Stream<String> roles() {
    return messages.stream().map(RequestChecks::role);
  }

  private static String role(JsonNode message) {
    return message.path("role").asText("user");
  }

  private boolean hasRole(String role) {
    return roles().anyMatch(role::equals);
  }

  private boolean hasImages() {
    String all = request.toString();
    return all.contains("\"image_url\"") || all.contains("\"inlineData\"");
  }

  private static boolean isEmpty(JsonNode message) {
    JsonNode content = message.has("parts") ? message.path("parts") : message.path("content");
    return content.isArray()
        ? elements(content).allMatch(part -> part.path("text").asText(" ").isEmpty())
        : content.asText("").isEmpty();
  }

  private static boolean hasParts(JsonNode message) {
    return elements(message.path("parts")).anyMatch(part -> part.size() > 1 || !part.has("text"));
  }

  private static boolean isIllFormed(JsonNode json) {
    if (json.isTextual()) {
      return json.asText().codePoints().anyMatch(it -> it >= 0xD800 && it <= 0xDFFF);
    }
    return elements(json).anyMatch(RequestChecks::isIllFormed);
  }

  private static void refuse(boolean found, String what) {
    if (found) {
      throw RejectedRequest.invalid("Invalid request: " + what + ".", "messages", "strict");
    }
  }
}
