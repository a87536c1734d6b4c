package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ResponseSchema;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request to {@code /chat/completions}.
 *
 * @param rest all other fields, by wire name
 */
record ChatCompletionRequest(
    String model,
    List<WireMessage> messages,
    @Nullable Boolean stream,
    @JsonAnyGetter Map<String, Object> rest) {
  private static final Set<String> NAMED = Set.of("model", "messages", "stream");

  /**
   * Creates the body from the standard fields, those specific to the provider, and the caller's
   * extra ones. Each field is set once; in this order, the first one counts.
   *
   * @param model the model, unless the request names another
   * @param providerFields the fields specific to the provider; the others are added to it
   */
  static ChatCompletionRequest of(
      ChatRequest request, String model, Map<String, Object> providerFields) {
    addSampling(providerFields, request.sampling());
    List<Tool> tools = request.features().tools();
    if (!tools.isEmpty()) {
      providerFields.put("tools", tools);
      providerFields.put("tool_choice", request.features().toolChoice());
    }
    ResponseSchema schema = request.features().responseSchema();
    if (schema != null) {
      providerFields.put("response_format", ResponseFormat.of(schema));
    }
    if (!request.sampling().extra().isEmpty()) {
      request.sampling().extra().forEach(providerFields::putIfAbsent);
      providerFields.keySet().removeAll(NAMED);
    }
    return new ChatCompletionRequest(
        request.modelOr(model),
        wireMessages(request.messages()),
        request.canStream(),
        providerFields);
  }

  /** A request to a vision model, which takes only a temperature. */
  static ChatCompletionRequest forVision(String model, List<Message> messages, double temperature) {
    return new ChatCompletionRequest(
        model, wireMessages(messages), null, Map.of("temperature", temperature));
  }

  boolean isStreaming() {
    return Boolean.TRUE.equals(stream);
  }

  private static List<WireMessage> wireMessages(List<Message> messages) {
    List<WireMessage> wireMessages = new ArrayList<>(messages.size());
    messages.forEach(message -> wireMessages.add(WireMessage.of(message)));
    return wireMessages;
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

  record ResponseFormat(String type, ResponseSchema jsonSchema) {

    static ResponseFormat of(ResponseSchema schema) {
      return new ResponseFormat("json_schema", schema);
    }
  }

  /** Message on the wire: its content is always written, as null when there are only tool calls. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record WireMessage(
      String role,
      @JsonInclude @Nullable Object content,
      @Nullable String name,
      List<ToolCall> toolCalls,
      @Nullable String toolCallId) {

    static WireMessage of(Message message) {
      boolean onlyCalls = message.content().isEmpty() && !message.toolCalls().isEmpty();
      return new WireMessage(
          message.role().wireName(),
          onlyCalls ? null : ContentParts.of(message),
          message.name(),
          message.toolCalls(),
          message.toolCallId());
    }
  }
}
