package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.failure.Origin;
import dev.animus4j.gemini.Ask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat request as Gemini takes it: only what the caller sets is sent. */
record GeminiAsk(
    ChatRequest request, Map<String, String> safety, boolean grounded, boolean drawing) {

  Ask body(Origin origin) {
    GeminiTurns turns = new GeminiTurns(request.messages(), origin);
    return new Ask(
        turns.contents(),
        turns.instruction(),
        config(origin),
        Ask.safety(safety),
        tools(),
        choice(request.features()));
  }

  /** What the user said last: what a picture in the answer is about. */
  String prompt() {
    return request.messages().stream()
        .filter(message -> message.role() == Role.USER && !message.content().isBlank())
        .map(Message::content)
        .reduce("a picture", (earlier, later) -> later);
  }

  /** The caller's own fields take precedence. */
  private Map<String, Object> config(Origin origin) {
    Sampling sampling = request.sampling();
    Long seed = sampling.seed();
    Map<String, Object> config = new HashMap<>();
    put(config, "temperature", sampling.temperature());
    put(config, "topP", sampling.topP());
    put(config, "maxOutputTokens", sampling.maxTokens());
    put(config, "stopSequences", sampling.stop().isEmpty() ? null : sampling.stop());
    put(config, "seed", seed == null ? null : Ask.seed(seed, origin));
    if (request.features().reasoning()) {
      config.put("thinkingConfig", Map.of("includeThoughts", true));
    }
    if (drawing) {
      config.put("responseModalities", List.of("TEXT", "IMAGE"));
    }
    config.putAll(sampling.extra());
    return config;
  }

  private List<Map<String, Object>> tools() {
    List<Map<String, Object>> tools = new ArrayList<>();
    List<Tool> functions = request.features().tools();
    if (!functions.isEmpty()) {
      tools.add(Map.of("functionDeclarations", functions.stream().map(GeminiAsk::tool).toList()));
    }
    if (grounded) {
      tools.add(Ask.googleSearch());
    }
    return tools;
  }

  /** The parameters of a function are JSON Schema; a function without any must have none. */
  private static Map<String, Object> tool(Tool tool) {
    Map<String, Object> declared = new HashMap<>();
    declared.put("name", tool.name());
    declared.put("description", tool.description());
    if (tool.parameters().get("properties") instanceof Map<?, ?> properties
        && !properties.isEmpty()) {
      declared.put("parametersJsonSchema", tool.parameters());
    }
    return declared;
  }

  private static @Nullable Map<String, Object> choice(Features features) {
    ToolChoice choice = features.toolChoice();
    if (features.tools().isEmpty() || choice.equals(ToolChoice.AUTO)) {
      return null;
    }
    Map<String, Object> calling =
        choice.named()
            ? Map.of("mode", "ANY", "allowedFunctionNames", List.of(choice.mode()))
            : Map.of("mode", mode(choice.mode()));
    return Map.of("functionCallingConfig", calling);
  }

  private static String mode(String mode) {
    return mode.equals("required") ? "ANY" : mode.toUpperCase(Locale.ROOT);
  }

  private static void put(Map<String, Object> config, String name, @Nullable Object value) {
    if (value != null) {
      config.put(name, value);
    }
  }
}
