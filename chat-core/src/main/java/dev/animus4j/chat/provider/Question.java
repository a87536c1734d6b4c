package dev.animus4j.chat.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request for completions, by wire names. */
record Question(@JsonValue Map<String, Object> fields) {

  /**
   * What every provider of the dialect knows, then what only this one does, then what the caller
   * adds. No field is there twice; the first one counts.
   */
  static Question of(ChatRequest request, String provider, Map<String, Object> own) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model(request, provider));
    fields.put("messages", lines(request.messages()));
    fields.put("stream", request.streams());
    addSampling(fields, request.sampling());
    List<Tool> tools = request.features().tools();
    if (!tools.isEmpty()) {
      fields.put("tools", tools);
      fields.put("tool_choice", request.features().toolChoice());
    }
    own.forEach(fields::putIfAbsent);
    request.sampling().extra().forEach(fields::putIfAbsent);
    return new Question(fields);
  }

  /** What a model is asked that only looks at pictures. */
  static Question looking(String model, List<Message> messages, double temperature) {
    return new Question(
        Map.of("model", model, "messages", lines(messages), "temperature", temperature));
  }

  boolean isStreaming() {
    return Boolean.TRUE.equals(fields.get("stream"));
  }

  private static List<Line> lines(List<Message> messages) {
    List<Line> lines = new ArrayList<>(messages.size());
    messages.forEach(message -> lines.add(Line.of(message)));
    return lines;
  }

  private static String model(ChatRequest request, String provider) {
    String model = request.model();
    if (model == null || model.isBlank()) {
      throw new AnimusException.InvalidRequest(Origin.of(provider), "no model is named");
    }
    return model;
  }

  private static void addSampling(Map<String, Object> fields, Sampling sampling) {
    if (sampling.temperature() != null) {
      fields.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      fields.put("top_p", sampling.topP());
    }
    if (sampling.seed() != null) {
      fields.put("seed", sampling.seed());
    }
    if (!sampling.stop().isEmpty()) {
      fields.put("stop", sampling.stop());
    }
  }

  /** A message: its content is always there, and null when there are tool calls instead. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Line(
      String role,
      @JsonInclude @Nullable Object content,
      @Nullable String name,
      List<ToolCall> toolCalls,
      @Nullable String toolCallId) {

    static Line of(Message message) {
      boolean onlyCalls = message.content().isEmpty() && !message.toolCalls().isEmpty();
      return new Line(
          message.role().wireName(),
          onlyCalls ? null : Parts.of(message),
          message.name(),
          message.toolCalls(),
          message.toolCallId());
    }
  }
}
