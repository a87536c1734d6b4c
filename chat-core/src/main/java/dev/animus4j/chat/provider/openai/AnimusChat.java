package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
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
 * follow-ups, detects promised images, and moderates.
 *
 * <p>The server splits a reply, and detects its promise, only when it does not stream. So a request
 * for turns is not streamed unless it sets {@code streaming}. A request that streams, or shows
 * images to a {@link #withVision vision model}, and asks for detection costs a second one: {@link
 * ImagePromptDetection#classifier} asks this model what the reply promises. Detection by the server
 * alone, without words as they come, is {@code withStreaming(false)}.
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
   * turns nor tools. Without one, such a request fails.
   */
  public AnimusChat withVision(String model) {
    return new AnimusChat(completions, visionCompletions, provider, model);
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    return needsClassifier(request)
        ? ImagePromptDetection.classifier(this).stream(this, request)
        : Flowable.defer(() -> send(request));
  }

  private Flowable<ChatUpdate> send(ChatRequest request) {
    return showsImages(request)
        ? visionCompletions.send(visionRequest(request))
        : completions.send(
            ChatCompletionRequest.of(
                request.withStreaming(streams(request)), provider, extraFields(request)));
  }

  private static boolean needsClassifier(ChatRequest request) {
    return request.features().images() && (streams(request) || showsImages(request));
  }

  private static boolean showsImages(ChatRequest request) {
    for (Message message : request.messages()) {
      if (!message.attachments().isEmpty()) {
        return true;
      }
    }
    return false;
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

  /** Turns are of whole replies, unless the request says otherwise. */
  private static boolean streams(ChatRequest request) {
    return request.streaming() == null ? !request.autoTurn() : request.streaming();
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
