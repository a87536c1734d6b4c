package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.MessageNormalizer;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.provider.inline.InlineImageStorage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.FailureMapping;
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
 *
 * <p>Images within a reply are dropped.
 */
public final class AnimusChat implements StreamingChatModel {
  private static final String BASE_URL = "https://api.animusai.co/v3";

  private final Http http;
  private final Endpoint endpoint;
  private final String model;
  private final @Nullable String visionModel;
  private final InlineImageStorage images;
  private final ChatCompletionsApi completions;

  private AnimusChat(Http http, Endpoint endpoint, String model, @Nullable String visionModel) {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    this.http = http;
    this.endpoint = endpoint;
    this.model = model;
    this.visionModel = visionModel;
    this.images = InlineImageStorage.none("OpenAiCompatibleChat.withImages(store)");
    this.completions = api("/chat/completions");
  }

  /** Creates a chat model of the platform. */
  public static AnimusChat create(Http http, Credentials credentials, String model) {
    return create(http, endpoint(credentials), model);
  }

  /**
   * Creates a chat model at this endpoint.
   *
   * @param model the model, unless a request names another
   */
  public static AnimusChat create(Http http, Endpoint endpoint, String model) {
    return new AnimusChat(http, endpoint, model, null);
  }

  /** The endpoint of the platform, with the timeouts for chat. */
  public static Endpoint endpoint(Credentials credentials) {
    return Endpoint.of("Animus", BASE_URL, credentials, Timeouts.chat())
        .withFailures(FailureMapping.openAi());
  }

  /**
   * This model, with a vision model, such as {@code animuslabs/Qwen2-VL-NSFW-Vision-1.2}, for
   * requests with images ({@code POST /media/completions}). It does not stream and supports neither
   * turns nor tools. Without one, such a request fails.
   */
  public AnimusChat withVision(String visionModel) {
    return new AnimusChat(http, endpoint, model, visionModel);
  }

  private ChatCompletionsApi api(String path) {
    ReplyFormat format = new ReplyFormat(StreamEndConvention.UNMARKED, ThinkTags.DEFAULT);
    return new ChatCompletionsApi(http, endpoint.post(path, null), format, images);
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    return needsClassifier(request)
        ? ImagePromptDetection.classifier(this).stream(this, request)
        : Flowable.defer(() -> send(request));
  }

  private Flowable<ChatUpdate> send(ChatRequest asked) {
    ChatRequest request = MessageNormalizer.normalize(asked, false);
    return showsImages(request)
        ? api("/media/completions").send(visionRequest(request), request)
        : completions.send(
            ChatCompletionRequest.of(
                request.withStreaming(streams(request)),
                completions.model(request.modelOr(model)),
                extraFields(request)),
            request);
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
    if (request.features().responseSchema() != null) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(endpoint.provider()), "the vision model takes no schema");
    }
    if (visionModel == null) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(endpoint.provider()),
          "no vision model is named: AnimusChat.withVision(…)");
    }
    Double temperature = request.sampling().temperature();
    return ChatCompletionRequest.forVision(
        completions.model(visionModel),
        request.messages(),
        temperature == null ? 0.1 : temperature);
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
