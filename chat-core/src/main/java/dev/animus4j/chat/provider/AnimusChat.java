package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chat at Animus: the dialect of OpenAI, in which the server also breaks answers into turns, says
 * when it has more to say, detects promised pictures ({@link
 * dev.animus4j.chat.model.Detection#SERVER}), and moderates. It can break up and detect only what
 * it does not stream: unless a request insists on a stream, one that wants either is answered
 * whole.
 */
public final class AnimusChat implements StreamingChatModel {
  /** Where Animus answers, unless told otherwise. */
  public static final String BASE_URL = "https://api.animusai.co/v3";

  private final Completions completions;
  private final Completions looking;
  private final String provider;
  private final @Nullable String vision;

  /** At an endpoint with limits and failures of its own. */
  public AnimusChat(Http http, Endpoint endpoint) {
    this(
        new Completions(http, endpoint.post("/chat/completions", null), true),
        new Completions(http, endpoint.post("/media/completions", null), true),
        endpoint.provider(),
        null);
  }

  private AnimusChat(
      Completions completions, Completions looking, String provider, @Nullable String vision) {
    this.completions = completions;
    this.looking = looking;
    this.provider = provider;
    this.vision = vision;
  }

  /** At this address; see {@link #BASE_URL}. */
  public static AnimusChat at(String baseUrl, Http http, Credentials credentials) {
    return new AnimusChat(http, Endpoint.of("Animus", baseUrl, credentials, Timeouts.text()));
  }

  /**
   * The same, asking this model, such as {@code animuslabs/Qwen2-VL-NSFW-Vision-1.2}, when the
   * conversation shows pictures ({@code POST /media/completions}). It answers in one piece and
   * knows neither turns nor tools nor promised pictures. Without one, such a request is refused.
   */
  public AnimusChat withVision(String model) {
    return new AnimusChat(completions, looking, provider, model);
  }

  @Override
  public Flowable<ChatPart> stream(ChatRequest request) {
    boolean shows = request.messages().stream().anyMatch(m -> !m.attachments().isEmpty());
    return Flowable.defer(
        () ->
            shows
                ? looking.ask(look(request))
                : completions.ask(Question.of(streamable(request), provider, own(request))));
  }

  /** Who looks at pictures knows three fields. */
  private Question look(ChatRequest request) {
    if (vision == null) {
      throw new AnimusException.InvalidRequest(
          Origin.of(provider), "no vision model is named: AnimusChat.withVision(…)");
    }
    Double temperature = request.sampling().temperature();
    return Question.looking(vision, request.messages(), temperature == null ? 0.1 : temperature);
  }

  /**
   * The server breaks an answer into turns, and finds what it promises, when all of it is there; so
   * it comes word by word only when nobody wants that, or the caller insists.
   */
  private static ChatRequest streamable(ChatRequest request) {
    boolean streams = !request.autoTurn() && !request.features().images();
    return request.streaming() == null ? request.streaming(streams) : request;
  }

  private static Map<String, Object> own(ChatRequest request) {
    Map<String, Object> own = new LinkedHashMap<>();
    Features features = request.features();
    own.put("autoTurn", request.autoTurn());
    if (request.sampling().maxTokens() != null) {
      own.put("max_tokens", request.sampling().maxTokens());
    }
    if (features.images()) {
      own.put("check_image_generation", true);
    }
    if (features.compliance() != null) {
      own.put("compliance", features.compliance());
    }
    if (features.reasoning()) {
      own.put("reasoning", true);
      own.put("show_reasoning", true);
    }
    return own;
  }
}
