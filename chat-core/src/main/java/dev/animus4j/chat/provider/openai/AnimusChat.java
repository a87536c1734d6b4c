package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chat model of Animus: an OpenAI-compatible server that also splits replies into turns, announces
 * follow-ups, detects promised images ({@link
 * dev.animus4j.chat.model.ImagePromptDetection#SERVER}), and moderates. It can split and detect
 * only without streaming: a request for either is not streamed unless it sets {@code streaming}.
 */
public final class AnimusChat implements StreamingChatModel {
  /** Default base URL of Animus. */
  public static final String BASE_URL = "https://api.animusai.co/v3";

  private final ChatCompletionsApi completions;
  private final ChatCompletionsApi visionCompletions;
  private final String provider;
  private final @Nullable String visionModel;

  /** A chat model at this endpoint, which has its own timeouts and failures. */
  public AnimusChat(Http http, Endpoint endpoint) {
    this(
        new ChatCompletionsApi(
            http, endpoint.post("/chat/completions", null), StreamEndConvention.UNMARKED),
        new ChatCompletionsApi(
            http, endpoint.post("/media/completions", null), StreamEndConvention.UNMARKED),
        endpoint.provider(),
        null);
  }

  private AnimusChat(
      ChatCompletionsApi completions,
      ChatCompletionsApi visionCompletions,
      String provider,
      @Nullable String visionModel) {
    this.completions = completions;
    this.visionCompletions = visionCompletions;
    this.provider = provider;
    this.visionModel = visionModel;
  }

  /** A chat model at this address; see {@link #BASE_URL}. */
  public static AnimusChat create(String baseUrl, Http http, Credentials credentials) {
    return new AnimusChat(http, Endpoint.of("Animus", baseUrl, credentials, Timeouts.text()));
  }

  /**
   * This model, with a vision model, such as {@code animuslabs/Qwen2-VL-NSFW-Vision-1.2}, for
   * requests with images ({@code POST /media/completions}). It does not stream and supports neither
   * turns nor tools nor promised images. Without one, such a request fails.
   */
  public AnimusChat withVision(String model) {
    return new AnimusChat(completions, visionCompletions, provider, model);
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    boolean hasImages = request.messages().stream().anyMatch(m -> !m.attachments().isEmpty());
    return Flowable.defer(
        () ->
            hasImages
                ? visionCompletions.send(visionRequest(request))
                : completions.send(
                    ChatCompletionRequest.of(
                        withDefaultStreaming(request), provider, extraFields(request))));
  }

  /** A vision model accepts three fields only. */
  private ChatCompletionRequest visionRequest(ChatRequest request) {
    if (visionModel == null) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(provider), "no vision model is named: AnimusChat.withVision(…)");
    }
    Double temperature = request.sampling().temperature();
    return ChatCompletionRequest.forVision(
        visionModel, request.messages(), temperature == null ? 0.1 : temperature);
  }

  /**
   * The server splits a reply into turns, and detects its promise, only when it is complete; so the
   * default is to stream unless either is requested.
   */
  private static ChatRequest withDefaultStreaming(ChatRequest request) {
    boolean streams = !request.autoTurn() && !request.features().images();
    return request.streaming() == null ? request.withStreaming(streams) : request;
  }

  private static Map<String, Object> extraFields(ChatRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    RequestedFeatures features = request.features();
    fields.put("autoTurn", request.autoTurn());
    if (request.sampling().maxTokens() != null) {
      fields.put("max_tokens", request.sampling().maxTokens());
    }
    if (features.images()) {
      fields.put("check_image_generation", true);
    }
    if (features.compliance() != null) {
      fields.put("compliance", features.compliance());
    }
    if (features.reasoning()) {
      fields.put("reasoning", true);
      fields.put("show_reasoning", true);
    }
    return fields;
  }
}
