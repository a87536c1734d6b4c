package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Chat at Animus: the dialect of OpenAI, in which the server also breaks answers into turns, says
 * when it has more to say, detects promised pictures ({@link
 * dev.animus4j.chat.model.Detection#SERVER}), and moderates.
 */
public final class AnimusChat implements StreamingChatModel {
  /** Where Animus answers, unless told otherwise. */
  public static final String BASE_URL = "https://api.animusai.co/v3";

  private final Completions completions;
  private final String provider;

  /** At an endpoint with limits and failures of its own. */
  public AnimusChat(Http http, Endpoint endpoint) {
    this.completions = new Completions(http, endpoint, true);
    this.provider = endpoint.provider();
  }

  /** At this address; see {@link #BASE_URL}. */
  public static AnimusChat at(String baseUrl, Http http, Credentials credentials) {
    return new AnimusChat(http, Endpoint.of("Animus", baseUrl, credentials, Timeouts.text()));
  }

  @Override
  public Flowable<ChatPart> stream(ChatRequest request) {
    return Flowable.defer(
        () -> completions.ask(Question.of(streamable(request), provider, own(request))));
  }

  /** An answer is broken into turns when all of it is there, so it can't come word by word. */
  private static ChatRequest streamable(ChatRequest request) {
    return request.autoTurn() ? request.streaming(false) : request;
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
