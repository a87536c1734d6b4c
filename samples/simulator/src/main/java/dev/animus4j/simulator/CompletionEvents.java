package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.simulator.Reply.ToolCall;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a streamed completion, each made only when it is its turn: role, reasoning, words,
 * pieces of tool calls, turns, finish, usage if asked for, and {@code [DONE]}.
 */
final class CompletionEvents {
  private static final int PIECE = 8;

  private final Completion completion;
  private final List<Supplier<ObjectNode>> chunks = new ArrayList<>();

  CompletionEvents(Completion completion) {
    this.completion = completion;
  }

  Iterator<Buffer> iterator() {
    for (int index = 0; index < completion.question().choices(); index++) {
      addChoice(index);
    }
    if (!completion.isAnimus() && wantsUsage()) {
      chunks.add(this::usage);
    }
    return Stream.concat(
            chunks.stream().map(chunk -> Json.event(chunk.get())),
            Stream.of(Buffer.buffer("data: [DONE]\n\n")))
        .iterator();
  }

  private void addChoice(int index) {
    chunks.add(() -> chunk(index, role(), null));
    words(completion.reasoning()).forEach(word -> add(index, "reasoning", word));
    words(completion.content()).forEach(word -> add(index, "content", word));
    for (int call = 0; call < completion.reply().toolCalls().size(); call++) {
      addToolCall(index, call);
    }
    if (completion.takesTurns()) {
      chunks.add(() -> chunk(index, turns(), null));
    }
    chunks.add(() -> finish(index));
  }

  private void add(int index, String field, String text) {
    chunks.add(() -> chunk(index, Json.node().put(field, text), null));
  }

  private void addToolCall(int index, int call) {
    ToolCall tool = completion.reply().toolCalls().get(call);
    chunks.add(() -> chunk(index, opened(call, tool), null));
    String arguments = tool.arguments();
    for (int at = 0; at < arguments.length(); at += PIECE) {
      String piece = arguments.substring(at, Math.min(arguments.length(), at + PIECE));
      chunks.add(() -> chunk(index, continued(call, piece), null));
    }
  }

  private ObjectNode role() {
    ObjectNode role = Json.node().put("role", "assistant");
    return completion.content() == null ? role.putNull("content") : role.put("content", "");
  }

  private ObjectNode turns() {
    ObjectNode delta = Json.node();
    delta.set("turns", Completion.array(completion.reply().turns()));
    return delta.put("next", completion.reply().next());
  }

  private ObjectNode opened(int call, ToolCall tool) {
    ObjectNode delta = Json.node();
    delta
        .withArray("tool_calls")
        .addObject()
        .put("index", call)
        .put("id", completion.toolCallId(call))
        .put("type", "function")
        .putObject("function")
        .put("name", tool.name())
        .put("arguments", "");
    return delta;
  }

  private static ObjectNode continued(int call, String piece) {
    ObjectNode delta = Json.node();
    ObjectNode tool = delta.withArray("tool_calls").addObject().put("index", call);
    tool.putObject("function").put("arguments", piece);
    return delta;
  }

  private ObjectNode finish(int index) {
    ObjectNode finish = chunk(index, Json.node(), completion.reply().finish());
    if (completion.isAnimus()) {
      finish.set("usage", completion.usage());
    }
    if (!completion.violations().isEmpty()) {
      finish.set("compliance_violations", Completion.array(completion.violations()));
    }
    return finish;
  }

  private ObjectNode chunk(int index, ObjectNode delta, @Nullable String finish) {
    ObjectNode chunk = completion.envelope("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    if (completion.isAnimus()) {
      return chunk.putNull("usage").putNull("compliance_violations");
    }
    choice.putNull("logprobs");
    return wantsUsage() ? chunk.putNull("usage") : chunk;
  }

  private ObjectNode usage() {
    ObjectNode chunk = completion.envelope("chat.completion.chunk");
    chunk.putArray("choices");
    chunk.set("usage", completion.usage());
    return chunk;
  }

  private boolean wantsUsage() {
    return completion.question().json().path("stream_options").path("include_usage").asBoolean();
  }

  /** The words of a text, each with the blank space before it. */
  static Stream<String> words(@Nullable String text) {
    return text == null || text.isEmpty() ? Stream.of() : Stream.of(text.split("(?=\\s+\\S)"));
  }
}
