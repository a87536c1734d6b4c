package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.chat.text.StreamedText;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.http.WellFormedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a response from the events of a stream, or from a complete body. */
final class GeminiResponseReader {
  private static final Set<String> NORMAL_REASONS = Set.of("STOP", "MAX_TOKENS");

  private final FailureOrigin origin;
  private final ProviderState.Owner sender;
  private final SignedParts signedParts = new SignedParts();
  private final StreamedText content = new StreamedText();
  private final StreamedText reasoning = new StreamedText();
  private final GeminiCalls calls;
  private final Map<String, JsonNode> extra = new LinkedHashMap<>();
  private final Map<Integer, GeminiResponseReader> alternatives = new TreeMap<>();
  private boolean hasImages;
  private @Nullable GenerateContentResponse latest;
  private @Nullable GenerateContentResponse last;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Usage usage;

  GeminiResponseReader(ProviderState.Owner sender, FailureOrigin origin) {
    this.sender = sender;
    this.calls = new GeminiCalls(sender);
    this.origin = origin;
  }

  /** Adds the next event. */
  void add(GenerateContentResponse event) {
    if (event.hasOtherCandidates()) {
      event.otherCandidates().forEach(this::addAlternative);
    }
    addCandidate(event);
  }

  private void addCandidate(GenerateContentResponse event) {
    event.parts().forEach(this::add);
    latest = event;
    last = event.finishReason() == null ? last : event;
    id = event.id() == null ? id : event.id();
    model = event.model() == null ? model : event.model();
    Usage count = GeminiUsage.of(event);
    usage = count == null ? usage : count;
    event.copyOtherFields(extra);
  }

  /** Returns what was added since the last call: reasoning, then text. */
  List<ChatUpdate> takeDeltas() {
    List<ChatUpdate> deltas = new ArrayList<>(2);
    String thoughts = reasoning.take();
    String words = content.take();
    if (!thoughts.isEmpty()) {
      deltas.add(new ChatUpdate.ReasoningDelta(thoughts));
    }
    if (!words.isEmpty()) {
      deltas.add(new ChatUpdate.TextDelta(words));
    }
    return deltas;
  }

  /** Records that the latest event is the whole response, even without a finish reason. */
  void markWhole() {
    last = latest;
  }

  private void addAlternative(int number, GenerateContentResponse event) {
    alternatives
        .computeIfAbsent(number, any -> new GeminiResponseReader(sender, origin))
        .addCandidate(event);
  }

  /** Whether the provider has sent a finish reason. */
  boolean isFinished() {
    return last != null;
  }

  /** Reads a complete response. */
  ChatResponse readWhole(GenerateContentResponse response) {
    add(response);
    markWhole();
    return finish();
  }

  /** Ends the stream; fails if it was cut short or has no content. */
  ChatResponse finish() {
    ChatResponse response = response();
    return alternatives.isEmpty() ? response : response.withAlternatives(finishAlternatives());
  }

  /** The alternatives; one that was refused, or is incomplete, is left out. */
  private List<ChatResponse> finishAlternatives() {
    List<ChatResponse> finished = new ArrayList<>();
    for (GeminiResponseReader alternative : alternatives.values()) {
      try {
        finished.add(alternative.response());
      } catch (AnimusException refused) {
        continue;
      }
    }
    return finished;
  }

  private ChatResponse response() {
    String reason = String.valueOf(complete().finishReason());
    return new ChatResponse(
        WellFormedText.of(content.toString()),
        reasoning.isEmpty() ? null : reasoning.toString(),
        List.of(),
        false,
        null,
        calls.toolCalls(),
        List.of(),
        new ChatResponseMetadata(
            id,
            origin.provider(),
            model,
            finishReason(reason),
            usage,
            signedParts.state(sender),
            Collections.unmodifiableMap(extra)));
  }

  /** The event with the finish reason; fails if there is none, or nothing was said. */
  private GenerateContentResponse complete() {
    if (last == null) {
      throw new AnimusException.Unavailable(
          origin, "the stream was cut short", true, (Duration) null);
    }
    boolean empty = content.isEmpty() && calls.toolCalls().isEmpty() && !hasImages;
    if (empty && !NORMAL_REASONS.contains(String.valueOf(last.finishReason()))) {
      throw last.missingContent("");
    }
    return last;
  }

  private void add(JsonNode part) {
    signedParts.add(part);
    String text = part.path("text").asText();
    if (GenerateContentResponse.isThought(part)) {
      reasoning.add(text);
    } else if (!calls.add(part)) {
      hasImages = hasImages || part.has("inlineData") || part.has("inline_data");
      content.add(text);
    }
  }

  private String finishReason(String reason) {
    return switch (reason) {
      case "STOP" -> calls.toolCalls().isEmpty() ? "stop" : "tool_calls";
      case "MAX_TOKENS" -> "length";
      default -> reason.toLowerCase(Locale.ROOT);
    };
  }
}
