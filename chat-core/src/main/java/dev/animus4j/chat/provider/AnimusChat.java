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
import java.util.HashMap;
import java.util.Map;

/**
 * Chat at Animus: the dialect of OpenAI, in which the server also breaks answers into turns, says
 * when it has more to say, detects promised pictures, and moderates.
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
    return Flowable.defer(() -> completions.ask(Question.of(request, provider, rest(request))));
  }

  private static Map<String, Object> rest(ChatRequest request) {
    Map<String, Object> rest = new HashMap<>(request.sampling().extra());
    Features features = request.features();
    rest.put("autoTurn", request.autoTurn());
    rest.put("check_image_generation", features.images());
    if (request.sampling().maxTokens() != null) {
      rest.put("max_tokens", request.sampling().maxTokens());
    }
    if (features.compliance() != null) {
      rest.put("compliance", features.compliance());
    }
    if (features.reasoning()) {
      rest.put("reasoning", true);
      rest.put("show_reasoning", true);
    }
    return rest;
  }
}
