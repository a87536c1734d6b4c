package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ResponseSchema;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
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
    List<WireMessages.WireMessage> messages,
    @Nullable Boolean stream,
    @JsonAnyGetter Map<String, Object> rest) {
  private static final Set<String> NAMED = Set.of("model", "messages", "stream");

  /**
   * Creates the body from the standard fields, those specific to the provider, and the caller's
   * extra ones. Each field is set once; in this order, the first one counts.
   *
   * @param recipient the model that the request is sent to
   * @param providerFields the fields specific to the provider; the others are added to it
   */
  static ChatCompletionRequest of(
      ChatRequest request, ProviderState.Owner recipient, Map<String, Object> providerFields) {
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
        recipient.model(),
        new WireMessages(recipient).convert(request.messages()),
        request.canStream(),
        providerFields);
  }

  /** A request to a vision model, which takes only a temperature. */
  static ChatCompletionRequest forVision(
      ProviderState.Owner recipient, List<Message> messages, double temperature) {
    return new ChatCompletionRequest(
        recipient.model(),
        new WireMessages(recipient).convert(messages),
        null,
        Map.of("temperature", temperature));
  }

  /** This request, with the role that OpenAI has put in place of {@code system}. */
  ChatCompletionRequest withDeveloperRole() {
    List<WireMessages.WireMessage> changed = new ArrayList<>(messages);
    changed.replaceAll(WireMessages.WireMessage::withDeveloperRole);
    return new ChatCompletionRequest(model, changed, stream, rest);
  }

  boolean isStreaming() {
    return Boolean.TRUE.equals(stream);
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
}
