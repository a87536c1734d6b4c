package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.simulator.Reply.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply in the terms of the wire. */
record Completion(Dialect dialect, String id, long created, Question question, Reply reply) {

  /** The answer to a request that did not ask for a stream. */
  ObjectNode json() {
    ObjectNode json = envelope("chat.completion");
    for (int index = 0; index < question.choices(); index++) {
      json.withArray("choices").add(choice(index));
    }
    json.set("usage", usage());
    if (!violations().isEmpty()) {
      json.set("compliance_violations", array(violations()));
    }
    return json;
  }

  ObjectNode envelope(String object) {
    return Json.node()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", question.model());
  }

  private ObjectNode choice(int index) {
    ObjectNode choice = Json.node().put("index", index);
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
      choice.set("compliance_violations", array(violations()));
    }
    return choice;
  }

  private void addAnimus(ObjectNode message) {
    if (reasoning() != null) {
      message.put("reasoning", reasoning());
    }
    if (reply.imagePrompt() != null && question.asks("check_image_generation")) {
      message.put("image_prompt", reply.imagePrompt());
    }
    if (takesTurns()) {
      message.set("turns", array(reply.turns()));
      message.put("next", reply.next());
    }
  }

  private ObjectNode toolCall(int index) {
    ToolCall tool = reply.toolCalls().get(index);
    ObjectNode call = Json.node().put("id", toolCallId(index)).put("type", "function");
    call.putObject("function").put("name", tool.name()).put("arguments", tool.arguments());
    return call;
  }

  String toolCallId(int index) {
    return "call_" + id.substring(id.indexOf('-') + 1) + "_" + index;
  }

  /** The text; null when there are only tool calls. Turns are lines, as the Animus SDK splits. */
  @Nullable String content() {
    if (reply.turns().isEmpty() && !reply.toolCalls().isEmpty()) {
      return null;
    }
    return String.join(takesTurns() ? "\n" : " ", reply.turns());
  }

  @Nullable String reasoning() {
    return isAnimus() && question.asks("reasoning")
        ? "Simulated reasoning: of " + question.messageCount() + " messages I look at the last."
        : null;
  }

  boolean takesTurns() {
    return isAnimus() && question.asks("autoTurn") && !reply.turns().isEmpty();
  }

  List<String> violations() {
    return isAnimus() && question.json().path("compliance").asBoolean(true)
        ? Rules.violations(question)
        : List.of();
  }

  /** Counted in words. */
  ObjectNode usage() {
    String content = content() == null ? "" : content();
    String reasoning = reasoning() == null ? "" : reasoning();
    int answer = (Question.words(content) + reply.toolCalls().size()) * question.choices();
    int thought = Question.words(reasoning);
    int asked = question.words();
    ObjectNode usage =
        Json.node()
            .put("prompt_tokens", asked)
            .put("completion_tokens", answer + thought)
            .put("total_tokens", asked + answer + thought);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", thought);
    return usage;
  }

  boolean isAnimus() {
    return dialect == Dialect.ANIMUS;
  }

  static ArrayNode array(List<String> texts) {
    ArrayNode array = Json.node().arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
