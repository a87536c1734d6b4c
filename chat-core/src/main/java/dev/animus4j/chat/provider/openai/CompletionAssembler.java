package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.provider.inline.ChoiceImages;
import dev.animus4j.chat.provider.inline.JsonImageScanner;
import dev.animus4j.http.Json;
import dev.animus4j.http.sse.ServerSentEventView;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Reads one response, complete or chunk by chunk, and detects failures inside a 200. */
final class CompletionAssembler {
  private final CompletionSource source;
  private final CompletionFailures failures;
  private final ChoiceImages images;
  private final MessageText text;
  private final MetadataAssembler metadata = new MetadataAssembler();
  private MessageParts parts = MessageParts.NONE;
  private @Nullable OtherChoices others;
  private boolean ended;
  private boolean started;
  private boolean hasDeltas;

  CompletionAssembler(CompletionSource source) {
    this.source = source;
    this.failures = new CompletionFailures(source.response());
    this.images = new ChoiceImages(source.images());
    this.text = new MessageText(source.format().thinkTags(), images);
    this.ended = source.format().streamEnd() == StreamEndConvention.UNMARKED;
  }

  boolean hasStarted() {
    return started;
  }

  /** The unknown fields so far. */
  ExtraFields extra() {
    return metadata.extra();
  }

  String addText(String delta) {
    hasDeltas = true;
    return text.add(delta);
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

  private CompletionAssembler anotherChoice() {
    return new CompletionAssembler(source);
  }

  /** The reasoning since the last call. */
  String takeReasoning() {
    return text.takeReasoning();
  }

  /** Ends the stream; emits the remaining text and the response. */
  Flowable<ChatUpdate> finish() {
    failures.checkEnd(ended || isFinished(), started);
    String left = text.end();
    Flowable<ChatUpdate> reply = complete(this::reply);
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
    String left = text.abort();
    Flowable<ChatUpdate> failure = source.images().discard().andThen(Flowable.error(cause));
    return left.isBlank() ? failure : failure.startWithItem(new ChatUpdate.TextDelta(left));
  }

  private Flowable<ChatUpdate> complete(Callable<ChatResponse> reply) {
    return source.images().complete(reply, source.origin()).cast(ChatUpdate.class);
  }

  /** Reads a complete response; emits it once its images are stored. */
  Flowable<ChatUpdate> readWhole(Buffer body) {
    Buffer json = JsonImageScanner.scan(body, source.images());
    CompletionTokenParser fast = CompletionTokenParser.parse(json);
    if (fast == null) {
      addWhole(Json.read(json, JsonNode.class, source.origin()));
      return complete(this::reply);
    }
    metadata.set(fast);
    String unused = text.add(fast.content()) + text.end();
    Map<String, JsonNode> extra = fast.extra(json, source.origin());
    return complete(() -> reply(extra));
  }

  private void addWhole(JsonNode json) {
    String unused = add(json) + text.end();
    if (!started) {
      throw failures.noChoices(CompletionView.of(json).json());
    }
    ended = true;
  }

  /** The JSON of an event; null for a heartbeat. */
  @Nullable JsonNode parse(ServerSentEventView event) {
    return JsonImageScanner.read(source.response(), event, source.images());
  }

  /** Adds JSON that is no event: an error, a chunk, or the whole response; see {@link #add}. */
  String addBare(JsonNode json) {
    if (started || CompletionView.of(json).choice().hasNonNull("delta")) {
      return add(json);
    }
    addWhole(json);
    return "";
  }

  ChatResponse endChoice() {
    String unused = text.end();
    return reply();
  }

  private ChatResponse reply() {
    ChatResponse reply = reply(metadata.extra().toMap());
    return others == null ? reply : reply.withAlternatives(others.replies());
  }

  private ChatResponse reply(Map<String, JsonNode> extraFields) {
    failures.checkRefusal(parts.refusal(), metadata.finishReason(), parts.animus().violations());
    List<ToolCall> toolCalls = parts.toolCalls(source.sender());
    return new ChatResponse(
            text.content(),
            text.reasoning(),
            parts.animus().turns(),
            parts.animus().next(),
            parts.animus().imagePrompt(),
            toolCalls,
            parts.animus().violations(),
            metadata.metadata(
                source.origin().provider(),
                parts.state(source.sender(), !toolCalls.isEmpty()),
                extraFields))
        .withImages(images.stored(source.origin()));
  }

  /** Adds the next chunk; returns the text that can be emitted now, which may be empty. */
  String add(JsonNode json) {
    CompletionView chunk = CompletionView.of(json);
    String words = add(chunk);
    if (chunk.hasOtherChoices()) {
      others = others == null ? new OtherChoices(this::anotherChoice) : others;
      others.add(chunk.json());
    }
    return words;
  }

  String add(CompletionView chunk) {
    failures.check(chunk);
    started = started || chunk.choice().isObject();
    new MessageImages(images).take(chunk);
    metadata.add(chunk);
    parts = parts.add(chunk);
    CompletionView.MessageJson message = chunk.message();
    boolean repeatsDeltas = hasDeltas && !chunk.hasDelta();
    hasDeltas = hasDeltas || (chunk.hasDelta() && !message.isEmpty());
    return repeatsDeltas ? "" : text.add(message);
  }
}
