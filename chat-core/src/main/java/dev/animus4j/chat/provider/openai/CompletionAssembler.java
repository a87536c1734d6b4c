package dev.animus4j.chat.provider.openai;

import static dev.animus4j.chat.model.RequiredContent.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.text.StreamedText;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.WellFormedText;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one response, complete or chunk by chunk, and detects failures inside a 200. */
final class CompletionAssembler {
  private final StreamedResponse response;
  private final ProviderState.Owner sender;
  private final CompletionFailures failures;
  private final ThinkTagFilter content;
  private final MetadataAssembler metadata = new MetadataAssembler();
  private final StreamEndConvention streamEnd;
  private final ThinkTags thinkTags;
  private MessageParts parts = MessageParts.NONE;
  private @Nullable StreamedText reasoning;
  private @Nullable OtherChoices others;
  private boolean ended;
  private boolean started;
  private boolean hasDeltas;

  /**
   * @param sender the model that responds
   * @param streamEnd how the server ends a stream
   * @param thinkTags see {@link ThinkTagFilter}
   */
  CompletionAssembler(
      StreamedResponse response,
      ProviderState.Owner sender,
      StreamEndConvention streamEnd,
      ThinkTags thinkTags) {
    this.response = response;
    this.sender = sender;
    this.failures = new CompletionFailures(response);
    this.streamEnd = streamEnd;
    this.thinkTags = thinkTags;
    this.content = new ThinkTagFilter(thinkTags);
    this.ended = streamEnd == StreamEndConvention.UNMARKED;
  }

  boolean hasStarted() {
    return started;
  }

  /** The unknown fields so far. */
  ExtraFields extra() {
    return metadata.extra();
  }

  String addText(String text) {
    hasDeltas = true;
    return content.add(text);
  }

  boolean isFinished() {
    return !metadata.finishReason().isEmpty();
  }

  void markEnd() {
    ended = true;
  }

  CompletionFailures failures() {
    return failures;
  }

  /** The reasoning since the last call. */
  String takeReasoning() {
    return reasoning == null ? content.takeReasoning() : reasoning.take();
  }

  /** Ends the stream; emits the remaining text and the response. */
  Flowable<ChatUpdate> finish() {
    if (!ended && !isFinished()) {
      throw failures.unavailable("the stream was cut short");
    }
    if (!started) {
      throw failures.unavailable("the answer is empty");
    }
    String left = content.end();
    Flowable<ChatUpdate> reply = Flowable.fromCallable(() -> require(reply()));
    return left.isEmpty() ? reply : reply.startWithItem(new ChatUpdate.TextDelta(left));
  }

  /**
   * Ends a failed stream; emits the remaining text, and fails with {@code cause}. A response that
   * the server has finished, by its own word, is complete all the same.
   */
  Flowable<ChatUpdate> fail(Throwable cause) {
    if (isFinished() && !failures.isReported()) {
      return finish();
    }
    String left = content.abort();
    Flowable<ChatUpdate> failure = Flowable.error(cause);
    return left.isBlank() ? failure : failure.startWithItem(new ChatUpdate.TextDelta(left));
  }

  ChatResponse readWhole(Buffer body) {
    CompletionTokenParser fast = CompletionTokenParser.parse(body);
    if (fast == null) {
      addWhole(Json.read(body, JsonNode.class, response.origin()));
      return require(reply());
    }
    metadata.set(fast);
    String unused = content.add(fast.content()) + content.end();
    return require(
        reply(fast.hasExtra() ? new LazyExtraFields(body, response.origin()) : Map.of()));
  }

  private void addWhole(JsonNode json) {
    String unused = add(json) + content.end();
    if (!started) {
      throw failures.noChoices(CompletionView.of(json).json());
    }
    ended = true;
  }

  /** Adds JSON that is no event: an error, a chunk, or the whole response; see {@link #add}. */
  String addBare(JsonNode json) {
    boolean isChunk = started || CompletionView.of(json).choice().hasNonNull("delta");
    if (!isChunk) {
      addWhole(json);
    }
    return isChunk ? add(json) : "";
  }

  ChatResponse endChoice() {
    String unused = content.end();
    return reply();
  }

  private ChatResponse reply() {
    ChatResponse reply = reply(metadata.extra().toMap());
    return others == null ? reply : reply.withAlternatives(others.replies());
  }

  private ChatResponse reply(Map<String, JsonNode> extraFields) {
    failures.checkRefusal(parts.refusal(), metadata.finishReason(), parts.animus().violations());
    List<ToolCall> toolCalls = parts.toolCalls(sender);
    return new ChatResponse(
        WellFormedText.of(content.content()),
        reasoning == null ? content.reasoning() : reasoning.toString(),
        parts.animus().turns(),
        parts.animus().next(),
        parts.animus().imagePrompt(),
        toolCalls,
        parts.animus().violations(),
        metadata.metadata(
            response.origin().provider(), parts.state(sender, !toolCalls.isEmpty()), extraFields));
  }

  /** Adds the next chunk; returns the text that can be emitted now, which may be empty. */
  String add(JsonNode json) {
    CompletionView chunk = CompletionView.of(json);
    String text = add(chunk);
    if (chunk.hasOtherChoices()) {
      others = others == null ? new OtherChoices(this::anotherChoice) : others;
      others.add(chunk.json());
    }
    return text;
  }

  private CompletionAssembler anotherChoice() {
    return new CompletionAssembler(response, sender, streamEnd, thinkTags);
  }

  String add(CompletionView chunk) {
    failures.check(chunk);
    started = started || chunk.choice().isObject();
    metadata.add(chunk);
    parts = parts.add(chunk);
    CompletionView.MessageJson message = chunk.message();
    boolean repeatsDeltas = hasDeltas && !chunk.hasDelta();
    hasDeltas = hasDeltas || (chunk.hasDelta() && !message.isEmpty());
    return repeatsDeltas ? "" : addText(message);
  }

  private String addText(CompletionView.MessageJson message) {
    String thoughts = message.reasoning();
    if (!thoughts.isEmpty()) {
      reasoning = reasoning == null ? new StreamedText() : reasoning;
      reasoning.add(thoughts);
    }
    return content.add(message.content());
  }
}
