package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.simulator.SimulatedReply.ToolCall;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of a streamed completion, each built only when it is requested: role, reasoning, words,
 * deltas of tool calls, turns, finish, usage if requested, and {@code [DONE]}.
 */
final class CompletionEvents {
  private static final int PIECE = 8;

  private final SimulatedCompletion simulatedCompletion;
  private final List<Supplier<ObjectNode>> chunks = new ArrayList<>();

  CompletionEvents(SimulatedCompletion simulatedCompletion) {
    this.simulatedCompletion = simulatedCompletion;
  }

  Iterator<Buffer> iterator() {
    for (int index = 0; index < simulatedCompletion.question().choices(); index++) {
      addChoice(index);
    }
    if (!simulatedCompletion.isAnimus() && wantsUsage()) {
      chunks.add(this::usage);
    }
    return Stream.concat(
            chunks.stream().map(chunk -> JsonBuffers.event(chunk.get())),
            Stream.of(Buffer.buffer("data: [DONE]\n\n")))
        .iterator();
  }

  private void addChoice(int index) {
    chunks.add(() -> chunk(index, role(), null));
    splitWords(simulatedCompletion.reasoning()).forEach(word -> add(index, "reasoning", word));
    splitWords(simulatedCompletion.content()).forEach(word -> add(index, "content", word));
    for (int call = 0; call < simulatedCompletion.reply().toolCalls().size(); call++) {
      addToolCall(index, call);
    }
    if (simulatedCompletion.hasTurns()) {
      chunks.add(() -> chunk(index, turns(), null));
    }
    chunks.add(() -> finishChunk(index));
  }

  private void add(int index, String field, String text) {
    chunks.add(() -> chunk(index, JsonBuffers.node().put(field, text), null));
  }

  private void addToolCall(int index, int call) {
    ToolCall tool = simulatedCompletion.reply().toolCalls().get(call);
    chunks.add(() -> chunk(index, toolCallStart(call, tool), null));
    String arguments = tool.arguments();
    for (int at = 0; at < arguments.length(); ) {
      int end = Math.min(arguments.length(), at + PIECE);
      end -=
          end < arguments.length() && Character.isHighSurrogate(arguments.charAt(end - 1)) ? 1 : 0;
      String delta = arguments.substring(at, end);
      chunks.add(() -> chunk(index, toolCallDelta(call, delta), null));
      at = end;
    }
  }

  private ObjectNode role() {
    ObjectNode role = JsonBuffers.node().put("role", "assistant");
    return simulatedCompletion.content() == null
        ? role.putNull("content")
        : role.put("content", "");
  }

  private ObjectNode turns() {
    ObjectNode delta = JsonBuffers.node();
    delta.set("turns", SimulatedCompletion.toArray(simulatedCompletion.reply().turns()));
    return delta.put("next", simulatedCompletion.reply().next());
  }

  private ObjectNode toolCallStart(int call, ToolCall tool) {
    ObjectNode delta = JsonBuffers.node();
    delta
        .withArray("tool_calls")
        .addObject()
        .put("index", call)
        .put("id", simulatedCompletion.toolCallId(call))
        .put("type", "function")
        .putObject("function")
        .put("name", tool.name())
        .put("arguments", "");
    return delta;
  }

  private static ObjectNode toolCallDelta(int call, String arguments) {
    ObjectNode delta = JsonBuffers.node();
    ObjectNode tool = delta.withArray("tool_calls").addObject().put("index", call);
    tool.putObject("function").put("arguments", arguments);
    return delta;
  }

  private ObjectNode finishChunk(int index) {
    ObjectNode finish = chunk(index, JsonBuffers.node(), simulatedCompletion.reply().finish());
    if (simulatedCompletion.isAnimus()) {
      finish.set("usage", simulatedCompletion.usage());
    }
    if (!simulatedCompletion.violations().isEmpty()) {
      finish.set(
          "compliance_violations", SimulatedCompletion.toArray(simulatedCompletion.violations()));
    }
    return finish;
  }

  private ObjectNode chunk(int index, ObjectNode delta, @Nullable String finish) {
    ObjectNode chunk = simulatedCompletion.envelope("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    if (simulatedCompletion.isAnimus()) {
      return chunk.putNull("usage").putNull("compliance_violations");
    }
    choice.putNull("logprobs");
    return wantsUsage() ? chunk.putNull("usage") : chunk;
  }

  private ObjectNode usage() {
    ObjectNode chunk = simulatedCompletion.envelope("chat.completion.chunk");
    chunk.putArray("choices");
    chunk.set("usage", simulatedCompletion.usage());
    return chunk;
  }

  private boolean wantsUsage() {
    return simulatedCompletion
        .question()
        .json()
        .path("stream_options")
        .path("include_usage")
        .asBoolean();
  }

  /** The words of a text, each with the white space before it. */
  static Stream<String> splitWords(@Nullable String text) {
    return text == null || text.isEmpty() ? Stream.of() : Stream.of(text.split("(?=\\s+\\S)"));
  }
}
