package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.simulator.ScriptedResponse.Ending;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Fault of a provider, as {@code faults.json} describes it: what is refused ({@code check}), what
 * is answered in each dialect ({@code openai}, {@code gemini}) instead of the rules, and what then
 * becomes of the body, of the connection and of time.
 */
record Fault(String name, JsonNode json) {
  private static final Map<String, Fault> ALL = read();

  private static Map<String, Fault> read() {
    try (InputStream file = Fault.class.getResourceAsStream("faults.json")) {
      Map<String, Fault> faults = new LinkedHashMap<>();
      JsonBuffers.read(Buffer.buffer(Objects.requireNonNull(file).readAllBytes()))
          .properties()
          .forEach(
              entry -> faults.put(entry.getKey(), new Fault(entry.getKey(), entry.getValue())));
      return Collections.unmodifiableMap(faults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Fault named(String name) {
    Fault fault = ALL.get(name);
    if (fault == null) {
      throw RejectedRequest.invalid("No such fault: '" + name + "'.", "fault", null);
    }
    return fault;
  }

  /** What each fault does, by its name. */
  static Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    ALL.forEach((name, fault) -> descriptions.put(name, fault.json.path("about").asText()));
    return Collections.unmodifiableMap(descriptions);
  }

  Duration delay() {
    return Duration.ofMillis(json.path("delay").asLong());
  }

  Duration gap() {
    return Duration.ofMillis(json.path("gap").asLong());
  }

  /** How the connection ends. */
  Ending ending() {
    if (is("reset")) {
      return new Ending(Ending.Kind.RESET, 0);
    }
    boolean cut = is("cut") || (json.has("keep") && !is("complete"));
    Ending.Kind otherwise = is("close") ? Ending.Kind.CLOSE : Ending.Kind.COMPLETE;
    return new Ending(cut ? Ending.Kind.CUT : otherwise, Long.MAX_VALUE);
  }

  boolean is(String flag) {
    return json.path(flag).asBoolean();
  }

  /** The checks of requests, by name. */
  List<String> checks() {
    String names = json.path("check").asText();
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }

  /** What is answered in a dialect; a missing node leaves the answer to the rules. */
  JsonNode answer(Dialect dialect) {
    return json.path(key(dialect));
  }

  /** The text that ends the body in a dialect; empty if there is none. */
  String then(Dialect dialect) {
    JsonNode then = json.path("then");
    return then.path(key(dialect)).asText(then.path("openai").asText());
  }

  private static String key(Dialect dialect) {
    return dialect == Dialect.GEMINI ? "gemini" : "openai";
  }
}
