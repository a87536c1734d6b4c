package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.gemini.GenerateContentResponse;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a response from the events of a stream, or from a complete body. */
final class GeminiResponseReader {
  private static final Set<String> NORMAL_REASONS = Set.of("STOP", "MAX_TOKENS");

  private final FailureOrigin origin;
  private final ProviderState.Owner sender;
  private final SignedParts signedParts = new SignedParts();
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private boolean hasImages;
  private @Nullable GenerateContentResponse last;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Usage usage;

  GeminiResponseReader(ProviderState.Owner sender, FailureOrigin origin) {
    this.sender = sender;
    this.origin = origin;
  }

  /** Adds the next event; emits its text delta, if any. */
  Flowable<ChatUpdate> add(GenerateContentResponse event) {
    int before = content.length();
    event.parts().forEach(this::add);
    last = event.finishReason() == null ? last : event;
    id = event.id() == null ? id : event.id();
    model = event.model() == null ? model : event.model();
    GenerateContentResponse.Count count = event.usage();
    usage = count == null ? usage : new Usage(count.input(), count.output(), count.total());
    return content.length() == before
        ? Flowable.empty()
        : Flowable.just(new ChatUpdate.TextDelta(content.substring(before)));
  }

  /** Whether the provider has sent a finish reason. */
  boolean isFinished() {
    return last != null;
  }

  /** Reads a complete response. */
  ChatResponse readWhole(GenerateContentResponse response) {
    var unused = add(response);
    last = response;
    return finish();
  }

  /** Ends the stream; fails if it was cut short or has no content. */
  ChatResponse finish() {
    if (last == null) {
      throw new AnimusException.Protocol(origin, "the stream was cut short", null);
    }
    String reason = String.valueOf(last.finishReason());
    boolean empty = content.isEmpty() && calls.isEmpty() && !hasImages;
    if (empty && !NORMAL_REASONS.contains(reason)) {
      throw last.missingContent("");
    }
    return new ChatResponse(
        content.toString(),
        reasoning.isEmpty() ? null : reasoning.toString(),
        List.of(),
        false,
        null,
        calls,
        List.of(),
        new ChatResponseMetadata(
            id, origin.provider(), model, finishReason(reason), usage, signedParts.state(sender)));
  }

  private void add(JsonNode part) {
    signedParts.add(part);
    String text = part.path("text").asText();
    if (GenerateContentResponse.isThought(part)) {
      reasoning.append(text);
    } else if (part.has("functionCall")) {
      calls.add(toolCall(part, part.path("functionCall")));
    } else {
      hasImages = hasImages || part.has("inlineData") || part.has("inline_data");
      content.append(text);
    }
  }

  /** Its state is the part as it came, without what the call itself holds. */
  private ToolCall toolCall(JsonNode part, JsonNode call) {
    ObjectNode state = part.deepCopy();
    state.withObject("/functionCall").remove(List.of("name", "args"));
    String id = call.path("id").asText();
    String arguments = call.path("args").isObject() ? call.path("args").toString() : "{}";
    return new ToolCall(
        id.isEmpty() ? "call_" + UUID.randomUUID() : id,
        call.path("name").asText(),
        arguments,
        sender.state(state));
  }

  private String finishReason(String reason) {
    return switch (reason) {
      case "STOP" -> calls.isEmpty() ? "stop" : "tool_calls";
      case "MAX_TOKENS" -> "length";
      default -> reason.toLowerCase(Locale.ROOT);
    };
  }
}
