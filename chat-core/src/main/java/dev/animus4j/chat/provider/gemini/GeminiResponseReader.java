package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.provider.inline.ChoiceImages;
import dev.animus4j.chat.provider.inline.InlineImages;
import dev.animus4j.chat.provider.inline.JsonImageScanner;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.sse.ServerSentEventView;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a response from the events of a stream, or from a complete body. */
final class GeminiResponseReader {
  private static final Set<String> NORMAL_REASONS = Set.of("STOP", "MAX_TOKENS");

  private final FailureOrigin origin;
  private final ProviderState.Owner sender;
  private final SignedParts signedParts = new SignedParts();
  private final GeminiCalls calls;
  private final GeminiMetadata metadata = new GeminiMetadata();
  private final Map<Integer, GeminiResponseReader> alternatives = new TreeMap<>();
  private final InlineImages allImages;
  private final ChoiceImages images;
  private final GeminiText text;
  private List<Image> partImages = List.of();
  private boolean hasImages;
  private @Nullable GenerateContentResponse latest;
  private @Nullable GenerateContentResponse last;

  /**
   * @param images where images within the text go
   */
  GeminiResponseReader(ProviderState.Owner sender, FailureOrigin origin, InlineImages images) {
    this.sender = sender;
    this.calls = new GeminiCalls(sender);
    this.origin = origin;
    this.allImages = images;
    this.images = new ChoiceImages(images);
    this.text = new GeminiText(this.images);
  }

  /** Reads the JSON of an event; null for a heartbeat. */
  @Nullable JsonNode parse(StreamedResponse response, ServerSentEventView event) {
    return JsonImageScanner.read(response, event, allImages);
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
    metadata.add(event);
  }

  /** Returns what was added since the last call: reasoning, then text. */
  List<ChatUpdate> takeDeltas() {
    return text.takeDeltas();
  }

  /** Returns what was held back, since it might have become an image. */
  List<ChatUpdate> takeRest() {
    text.end();
    return text.takeDeltas();
  }

  /** Records that the latest event is the whole response, even without a finish reason. */
  void markWhole() {
    last = latest;
  }

  private void addAlternative(int number, GenerateContentResponse event) {
    alternatives
        .computeIfAbsent(number, any -> new GeminiResponseReader(sender, origin, allImages))
        .addCandidate(event);
  }

  /** Whether the provider has sent a finish reason. */
  boolean isFinished() {
    return last != null;
  }

  /**
   * Reads a complete response.
   *
   * @param stored the images of its parts
   */
  Flowable<ChatResponse> readWhole(GenerateContentResponse response, List<Image> stored) {
    partImages = stored;
    add(response);
    markWhole();
    return finish();
  }

  /** Ends the stream; fails if it was cut short or has no content. */
  Flowable<ChatResponse> finish() {
    return allImages.complete(this::wholeResponse, origin);
  }

  private ChatResponse wholeResponse() {
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
    text.end();
    String reason = String.valueOf(complete().finishReason());
    return new ChatResponse(
            text.content(),
            text.reasoning(),
            List.of(),
            false,
            null,
            calls.toolCalls(),
            List.of(),
            metadata.toMetadata(
                origin.provider(),
                finishReason(reason),
                text.hasRemoved() ? null : signedParts.state(sender)))
        .withImages(Stream.concat(partImages.stream(), images.stored(origin).stream()).toList());
  }

  /** The event with the finish reason; fails if there is none, or nothing was said. */
  private GenerateContentResponse complete() {
    if (last == null) {
      throw new AnimusException.Unavailable(
          origin, "the stream was cut short", true, (Duration) null);
    }
    boolean empty = text.isEmpty() && calls.toolCalls().isEmpty() && !hasImages;
    if (empty && !NORMAL_REASONS.contains(String.valueOf(last.finishReason()))) {
      throw last.missingContent("");
    }
    return last;
  }

  private void add(JsonNode part) {
    signedParts.add(part);
    String words = part.path("text").asText();
    if (GenerateContentResponse.isThought(part)) {
      text.addThought(words);
    } else if (!calls.add(part)) {
      addImage(part);
      text.add(words);
    }
  }

  /** Its bytes were read before, if there is a store. */
  private void addImage(JsonNode part) {
    if (SignedParts.isFile(part)) {
      hasImages = true;
      allImages.addUnstored();
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
