package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Parses scripted responses, which come in two formats with the same names.
 *
 * <pre>
 * X-Simulate: status=503; header=Retry-After: 1; body=try later; delay=200
 * {"path": "/images/edits", "status": 503, "headers": {"Retry-After": "1"}, "delay": 200}
 *
 * status     the HTTP status; without it the rules respond
 * path       (JSON only) the end of the path it is for
 * headers    (JSON) an object; "header" in X-Simulate, "Name: value", repeatable
 * type       the media type
 * body       text; in JSON also an object or array, sent as JSON; bodyBase64 for bytes
 * chunks     (JSON) texts, each flushed by itself; "chunk" in X-Simulate; chunksBase64 for bytes
 * delay      milliseconds before the head
 * gap        milliseconds between two chunks
 * cut        close the connection after so many bytes of the body
 * stall      send nothing more after so many bytes of the body
 * endless    repeat the last chunk for ever
 * reset      close the connection without a response
 * fault      the name of a fault of real providers
 * times      (JSON only) how many requests it is for
 * always     (JSON only) for all requests that no other is for
 * </pre>
 *
 * In X-Simulate, {@code %XX} in a value is decoded: {@code %3B} is a semicolon, {@code %0A} a new
 * line.
 */
final class ScriptReader {
  private static final Set<String> NAMES =
      Set.of(
          ("status path headers type body bodyBase64 chunks chunksBase64 delay gap cut stall endless"
                  + " reset fault times always")
              .split(" "));

  private ScriptReader() {}

  /** Parses an X-Simulate header. */
  static ScriptedResponse parseHeader(String value) {
    try {
      ObjectNode json = JsonBuffers.node();
      for (String directive : value.split(";")) {
        String[] parts = directive.strip().split("=", 2);
        if (!parts[0].isEmpty()) {
          put(json, parts[0].strip(), parts.length < 2 ? "true" : decode(parts[1].strip()));
        }
      }
      return parseOne(json);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw RejectedRequest.malformed("Unreadable X-Simulate header.", e);
    }
  }

  /** Parses a JSON object, or a list of them, all of which are queued or none. */
  static void queue(JsonNode json, ScriptQueue scripts) {
    List<ScriptedResponse> all = new ArrayList<>();
    List<ScriptedResponse> always = new ArrayList<>();
    for (JsonNode each : json.isArray() ? json : List.of(json)) {
      ScriptedResponse scriptedResponse = parseOne(each);
      if (each.path("always").asBoolean()) {
        always.add(scriptedResponse);
        continue;
      }
      new NumberRule("times", "0", "100000", true).check(each.path("times"));
      all.addAll(Collections.nCopies(each.path("times").asInt(1), scriptedResponse));
    }
    scripts.add(all);
    always.forEach(scripts::always);
  }

  private static void put(ObjectNode json, String name, String value) {
    switch (name) {
      case "header" -> {
        String[] field = value.split(":", 2);
        json.withObject("/headers").put(field[0].strip(), field[field.length - 1].strip());
      }
      case "chunk" -> json.withArray("/chunks").add(value);
      default -> json.put(name, value);
    }
  }

  private static ScriptedResponse parseOne(JsonNode json) {
    checkName(json.isObject() ? "status" : "no object");
    json.fieldNames().forEachRemaining(ScriptReader::checkName);
    ScriptedResponse scriptedResponse =
        json.has("fault")
            ? ScriptedResponse.fault(json.path("fault").asText())
            : ScriptedResponse.status(status(json));
    if (json.has("path")) {
      scriptedResponse = scriptedResponse.forPath(json.path("path").asText());
    }
    for (var header : json.path("headers").properties()) {
      scriptedResponse = header(scriptedResponse, header.getKey(), header.getValue().asText());
    }
    if (json.has("type")) {
      scriptedResponse = header(scriptedResponse, "content-type", json.path("type").asText());
    }
    return pace(ending(body(scriptedResponse, json), json), json);
  }

  private static ScriptedResponse pace(ScriptedResponse scriptedResponse, JsonNode json) {
    ScriptedResponse paced = scriptedResponse;
    if (json.has("delay")) {
      paced = paced.delay(Duration.ofMillis(number(json, "delay")));
    }
    return json.has("gap") ? paced.gap(Duration.ofMillis(number(json, "gap"))) : paced;
  }

  private static int status(JsonNode json) {
    int status = (int) number(json, "status");
    if (status != 0 && (status < 200 || status > 999)) {
      throw RejectedRequest.invalid("'status' must be from 200 to 999.", "status", null);
    }
    return status;
  }

  private static ScriptedResponse header(ScriptedResponse script, String name, String value) {
    if (!name.matches("[\\w!#$%&'*+.^`|~-]+") || !value.matches("[\\t\\x20-\\x7e\\x80-\\xff]*")) {
      throw RejectedRequest.invalid("No such header: '" + name + "'.", "headers", null);
    }
    return script.header(name, value);
  }

  private static ScriptedResponse body(ScriptedResponse scriptedResponse, JsonNode json) {
    if (json.has("chunks")) {
      return scriptedResponse.chunks(texts(json.path("chunks")).toArray(String[]::new));
    }
    if (json.has("chunksBase64")) {
      return scriptedResponse.chunks(
          texts(json.path("chunksBase64")).stream().map(ScriptReader::bytes).toList());
    }
    if (json.has("bodyBase64")) {
      return scriptedResponse.body(bytes(json.path("bodyBase64").asText()));
    }
    JsonNode body = json.path("body");
    if (body.isMissingNode()) {
      return scriptedResponse;
    }
    return scriptedResponse.body(body.isContainerNode() ? body.toString() : body.asText());
  }

  private static ScriptedResponse ending(ScriptedResponse scriptedResponse, JsonNode json) {
    if (json.path("reset").asBoolean()) {
      return scriptedResponse.connectionReset();
    }
    if (json.path("endless").asBoolean()) {
      return scriptedResponse.endless();
    }
    if (json.has("cut")) {
      return scriptedResponse.cutAfter(number(json, "cut"));
    }
    return json.has("stall")
        ? scriptedResponse.stallAfter(number(json, "stall"))
        : scriptedResponse;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw RejectedRequest.malformed("Invalid Base64.", e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static long number(JsonNode json, String name) {
    String number = json.path(name).asText("0");
    if (!number.matches("\\d{1,9}")) {
      throw RejectedRequest.invalid("'" + name + "' must be a whole number.", name, null);
    }
    return Long.parseLong(number);
  }

  private static void checkName(String name) {
    if (!NAMES.contains(name)) {
      throw RejectedRequest.invalid("No such thing to simulate: '" + name + "'.", name, null);
    }
  }

  private static String decode(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
