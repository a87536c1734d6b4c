package dev.animus4j.chat.provider;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for completions, by wire names.
 *
 * @param rest all that is asked for besides
 */
record Question(
    String model,
    List<Line> messages,
    @Nullable Boolean stream,
    @JsonAnyGetter Map<String, Object> rest) {
  private static final Set<String> NAMED = Set.of("model", "messages", "stream");

  /**
   * What every provider of the dialect knows, then what only this one does, then what the caller
   * adds. No field is there twice; the first one counts.
   *
   * @param own what only this one knows; the rest is added to it
   */
  static Question of(ChatRequest request, String provider, Map<String, Object> own) {
    addSampling(own, request.sampling());
    List<Tool> tools = request.features().tools();
    if (!tools.isEmpty()) {
      own.put("tools", tools);
      own.put("tool_choice", request.features().toolChoice());
    }
    if (!request.sampling().extra().isEmpty()) {
      request.sampling().extra().forEach(own::putIfAbsent);
      own.keySet().removeAll(NAMED);
    }
    return new Question(
        model(request, provider), lines(request.messages()), request.streams(), own);
  }

  /** What a model is asked that only looks at pictures. */
  static Question looking(String model, List<Message> messages, double temperature) {
    return new Question(model, lines(messages), null, Map.of("temperature", temperature));
  }

  boolean isStreaming() {
    return Boolean.TRUE.equals(stream);
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
