package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.simulator.SimulatedReply.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reply as a chat completion of the wire protocol. */
record SimulatedCompletion(
    Dialect dialect, String id, long created, ReceivedChatRequest question, SimulatedReply reply) {

  /** The response to a request without streaming. */
  ObjectNode json() {
    ObjectNode json = envelope("chat.completion");
    for (int index = 0; index < question.choices(); index++) {
      json.withArray("choices").add(choice(index));
    }
    json.set("usage", usage());
    if (!violations().isEmpty()) {
      json.set("compliance_violations", toArray(violations()));
    }
    return json;
  }

  ObjectNode envelope(String object) {
    return JsonBuffers.node()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", question.model());
  }

  private ObjectNode choice(int index) {
    ObjectNode choice = JsonBuffers.node().put("index", index);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", content());
    if (isAnimus()) {
      addAnimus(message);
    } else {
      message.putNull("refusal");
      choice.putNull("logprobs");
    }
    for (int call = 0; call < reply.toolCalls().size(); call++) {
      message.withArray("tool_calls").add(toolCall(call));
    }
    choice.put("finish_reason", reply.finish());
    if (!violations().isEmpty()) {
      choice.set("compliance_violations", toArray(violations()));
    }
    return choice;
  }

  private void addAnimus(ObjectNode message) {
    if (reasoning() != null) {
      message.put("reasoning", reasoning());
    }
    if (reply.imagePrompt() != null && question.isSet("check_image_generation")) {
      message.put("image_prompt", reply.imagePrompt());
    }
    if (hasTurns()) {
      message.set("turns", toArray(reply.turns()));
      message.put("next", reply.next());
    }
  }

  private ObjectNode toolCall(int index) {
    ToolCall tool = reply.toolCalls().get(index);
    ObjectNode call = JsonBuffers.node().put("id", toolCallId(index)).put("type", "function");
    call.putObject("function").put("name", tool.name()).put("arguments", tool.arguments());
    return call;
  }

  String toolCallId(int index) {
    return "call_" + id.substring(id.indexOf('-') + 1) + "_" + index;
  }

  /** The text; null if there are only tool calls. Turns are lines, as the Animus SDK splits. */
  @Nullable String content() {
    if (reply.turns().isEmpty() && !reply.toolCalls().isEmpty()) {
      return null;
    }
    return String.join(hasTurns() ? "\n" : " ", reply.turns());
  }

  @Nullable String reasoning() {
    return isAnimus() && question.isSet("reasoning")
        ? "Simulated reasoning: of " + question.messageCount() + " messages I look at the last."
        : null;
  }

  boolean hasTurns() {
    return isAnimus() && question.isSet("autoTurn") && !reply.turns().isEmpty();
  }

  List<String> violations() {
    return isAnimus() && question.json().path("compliance").asBoolean(true)
        ? ReplyRules.violations(question)
        : List.of();
  }

  /** Token usage, counted in words. */
  ObjectNode usage() {
    String content = content() == null ? "" : content();
    String reasoning = reasoning() == null ? "" : reasoning();
    int answer =
        (ReceivedChatRequest.wordCount(content) + reply.toolCalls().size()) * question.choices();
    int thought = ReceivedChatRequest.wordCount(reasoning);
    int promptTokens = question.wordCount();
    ObjectNode usage =
        JsonBuffers.node()
            .put("prompt_tokens", promptTokens)
            .put("completion_tokens", answer + thought)
            .put("total_tokens", promptTokens + answer + thought);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", thought);
    return usage;
  }

  boolean isAnimus() {
    return dialect == Dialect.ANIMUS;
  }

  static ArrayNode toArray(List<String> texts) {
    ArrayNode array = JsonBuffers.node().arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
