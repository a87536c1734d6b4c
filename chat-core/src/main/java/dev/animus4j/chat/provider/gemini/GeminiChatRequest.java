package dev.animus4j.chat.provider.gemini;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.MessageNormalizer;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.ResponseSchema;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.gemini.GenerateContentRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts a chat request to that of Gemini: only fields the caller sets are sent. */
record GeminiChatRequest(
    ChatRequest request, Map<String, String> safety, boolean grounded, boolean drawing) {

  GenerateContentRequest toRequest(ProviderState.Owner recipient, FailureOrigin origin) {
    List<Message> messages = MessageNormalizer.normalize(request.messages(), true);
    GeminiContents contents = new GeminiContents(messages, recipient, origin);
    return new GenerateContentRequest(
        contents.contents(),
        contents.instruction(),
        config(origin),
        GenerateContentRequest.toSafetySettings(safety),
        tools(),
        toolConfig(request.features()));
  }

  /** The caller's own fields take precedence. */
  private Map<String, Object> config(FailureOrigin origin) {
    Sampling sampling = request.sampling();
    Long seed = sampling.seed();
    Map<String, Object> config = new HashMap<>();
    putIfPresent(config, "temperature", sampling.temperature());
    putIfPresent(config, "topP", sampling.topP());
    putIfPresent(config, "maxOutputTokens", sampling.maxTokens());
    putIfPresent(config, "stopSequences", sampling.stop().isEmpty() ? null : sampling.stop());
    putIfPresent(config, "seed", seed == null ? null : GenerateContentRequest.toSeed(seed, origin));
    if (request.features().reasoning()) {
      config.put("thinkingConfig", Map.of("includeThoughts", true));
    }
    if (drawing) {
      config.put("responseModalities", List.of("TEXT", "IMAGE"));
    }
    ResponseSchema schema = request.features().responseSchema();
    if (schema != null) {
      config.put("responseMimeType", "application/json");
      config.put("responseJsonSchema", schema.schema());
    }
    config.putAll(sampling.extra());
    return config;
  }

  private List<Map<String, Object>> tools() {
    List<Map<String, Object>> tools = new ArrayList<>();
    List<Tool> functions = request.features().tools();
    if (!functions.isEmpty()) {
      tools.add(
          Map.of(
              "functionDeclarations",
              functions.stream().map(GeminiChatRequest::functionDeclaration).toList()));
    }
    if (grounded) {
      tools.add(GenerateContentRequest.googleSearch());
    }
    return tools;
  }

  /** The parameters are a JSON Schema; a function without parameters must not have one. */
  private static Map<String, Object> functionDeclaration(Tool tool) {
    Map<String, Object> declaration = new HashMap<>();
    declaration.put("name", tool.name());
    declaration.put("description", tool.description());
    if (tool.parameters().get("properties") instanceof Map<?, ?> properties
        && !properties.isEmpty()) {
      declaration.put("parametersJsonSchema", tool.parameters());
    }
    return declaration;
  }

  private static @Nullable Map<String, Object> toolConfig(RequestedFeatures features) {
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

  private static void putIfPresent(
      Map<String, Object> config, String name, @Nullable Object value) {
    if (value != null) {
      config.put(name, value);
    }
  }
}
