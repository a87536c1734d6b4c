package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.chat.text.TextAccumulator;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedResponse;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one response, complete or chunk by chunk, and detects failures inside a 200. */
final class CompletionAssembler {
  private final StreamedResponse response;
  private final MessageState state;
  private final ThinkTagFilter content;
  private final TextAccumulator reasoning = new TextAccumulator();
  private final ToolCallAssembler calls = new ToolCallAssembler();
  private List<String> turns = List.of();
  private List<String> violations = List.of();
  private boolean ended;
  private boolean started;
  private boolean refused;
  private boolean next;
  private String imagePrompt = "";
  private String id = "";
  private String model = "";
  private String finishReason = "";
  private @Nullable Usage usage;

  /**
   * @param sender the model that responds
   * @param streamEnd how the server ends a stream
   * @param implicitThinkTag see {@link ThinkTagFilter}
   */
  CompletionAssembler(
      StreamedResponse response,
      ProviderState.Owner sender,
      StreamEndConvention streamEnd,
      boolean implicitThinkTag) {
    this.response = response;
    this.state = new MessageState(sender);
    this.content = new ThinkTagFilter(implicitThinkTag);
    this.ended = streamEnd == StreamEndConvention.UNMARKED;
  }

  /** Whether a chunk with a choice was read. */
  boolean hasStarted() {
    return started;
  }

  /** Adds a chunk that has nothing but this text; returns the text that can be emitted now. */
  String addText(String text) {
    return content.add(text);
  }

  /** Records the end mark of the stream. */
  void markEnd() {
    ended = true;
  }

  /** Ends the stream; emits the remaining text and the response. */
  Flowable<ChatUpdate> finish() {
    if (!ended && finishReason.isEmpty()) {
      throw new AnimusException.Protocol(response.origin(), "the stream was cut short", null);
    }
    if (!started) {
      throw noChoices(response.origin());
    }
    String left = content.end();
    Flowable<ChatUpdate> reply = Flowable.fromCallable(this::reply);
    return left.isEmpty() ? reply : reply.startWithItem(new ChatUpdate.TextDelta(left));
  }

  /** Ends a failed stream; emits the remaining text, and fails with {@code cause}. */
  Flowable<ChatUpdate> fail(Throwable cause) {
    String left = content.abort();
    Flowable<ChatUpdate> failure = Flowable.error(cause);
    return left.isBlank() ? failure : failure.startWithItem(new ChatUpdate.TextDelta(left));
  }

  /** Reads a complete response. */
  ChatResponse readWhole(Buffer body) {
    CompletionTokenParser fast = CompletionTokenParser.parse(body);
    if (fast == null) {
      return readWhole(Json.read(body, JsonNode.class, response.origin()));
    }
    id = fast.id();
    model = fast.model();
    finishReason = fast.finishReason();
    usage = fast.usage();
    String unused = content.add(fast.content()) + content.end();
    return reply();
  }

  private ChatResponse readWhole(JsonNode json) {
    String unused = add(json) + content.end();
    if (!started) {
      throw noChoices(response.failure(json).origin());
    }
    return reply();
  }

  private ChatResponse reply() {
    if (refused || finishReason.equals("content_filter")) {
      throw new AnimusException.ContentPolicy(
          response.origin(), AnimusException.Stage.OUTPUT, violations);
    }
    List<ToolCall> toolCalls = calls.toolCalls(state.sender());
    return new ChatResponse(
        content.content(),
        reasoning.isEmpty() ? content.reasoning() : reasoning.toString(),
        turns,
        next,
        imagePrompt,
        toolCalls,
        violations,
        new ChatResponseMetadata(
            emptyToNull(id),
            response.origin().provider(),
            emptyToNull(model),
            emptyToNull(finishReason),
            usage,
            state.get(!toolCalls.isEmpty())));
  }

  /** Adds the next chunk; returns the text that can be emitted now, which may be empty. */
  String add(JsonNode json) {
    CompletionView chunk = CompletionView.of(json);
    check(chunk);
    started = started || chunk.choice().isObject();
    id = lastNonEmpty(id, chunk.id());
    model = lastNonEmpty(model, chunk.model());
    finishReason = lastNonEmpty(finishReason, chunk.finishReason());
    usage = chunk.usage() == null ? usage : chunk.usage();
    List<String> found = chunk.complianceViolations();
    violations = found.isEmpty() ? violations : found;
    return add(chunk.message());
  }

  private String add(CompletionView.MessageJson message) {
    refused = refused || !message.refusal().isEmpty();
    reasoning.append(message.reasoning());
    message.toolCalls().forEach(calls::add);
    state.add(message.json());
    turns = message.turns() == null ? turns : message.turns();
    next = message.next() == null ? next : message.next();
    imagePrompt = lastNonEmpty(imagePrompt, message.imagePrompt());
    return content.add(message.content());
  }

  private void check(CompletionView chunk) {
    JsonNode error = chunk.error();
    if (!error.isMissingNode()) {
      throw response.failure(error);
    }
    if (!chunk.json().isObject()) {
      throw new AnimusException.Protocol(response.origin(), "the answer is not an object", null);
    }
    if (chunk.finishReason().equals("error")) {
      throw new AnimusException.Unavailable(
          response.origin(), "the model failed while it answered", true, (Duration) null);
    }
  }

  private static AnimusException noChoices(FailureOrigin origin) {
    return new AnimusException.Protocol(origin, "the answer has no choices", null);
  }

  private static String lastNonEmpty(String previous, String latest) {
    return latest.isEmpty() ? previous : latest;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
