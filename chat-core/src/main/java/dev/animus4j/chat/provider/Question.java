package dev.animus4j.chat.provider;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for completions: what every provider of the dialect knows, then the rest.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Question(
    String model,
    List<Line> messages,
    @Nullable Double temperature,
    @Nullable Double topP,
    List<String> stop,
    @Nullable Long seed,
    boolean stream,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    @JsonAnyGetter Map<String, Object> rest) {

  /** {@code rest} takes precedence over nothing: it holds no field named here. */
  static Question of(ChatRequest request, String provider, Map<String, Object> rest) {
    String model = request.model();
    if (model == null || model.isBlank()) {
      throw new AnimusException.InvalidRequest(Origin.of(provider), "no model is named");
    }
    Sampling sampling = request.sampling();
    List<Tool> tools = request.features().tools();
    return new Question(
        model,
        request.messages().stream().map(Line::of).toList(),
        sampling.temperature(),
        sampling.topP(),
        sampling.stop(),
        sampling.seed(),
        request.streaming(),
        tools,
        tools.isEmpty() ? null : request.features().toolChoice(),
        rest);
  }

  /** A message: its content is always there, and null when there are tool calls instead. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Line(
      String role,
      @JsonInclude @Nullable String content,
      @Nullable String name,
      List<ToolCall> toolCalls,
      @Nullable String toolCallId) {

    static Line of(Message message) {
      boolean onlyCalls = message.content().isEmpty() && !message.toolCalls().isEmpty();
      return new Line(
          message.role().wireName(),
          onlyCalls ? null : message.content(),
          message.name(),
          message.toolCalls(),
          message.toolCallId());
    }
  }
}
