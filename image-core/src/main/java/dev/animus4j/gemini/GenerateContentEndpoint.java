package dev.animus4j.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * API method for chat and images: {@code POST /models/{model}:generateContent}, and its streaming
 * variant. The token of the endpoint's credentials is sent as {@code x-goog-api-key}, in a header,
 * because URLs end up in logs; without a key nothing is sent.
 */
public final class GenerateContentEndpoint {
  private static final String BASE_URL = "https://generativelanguage.googleapis.com/v1beta";
  private static final String KEY = "x-goog-api-key";

  private final Http http;
  private final Endpoint endpoint;
  private final Credentials credentials;

  /** Creates the method at this endpoint; the key is requested anew for each call. */
  public GenerateContentEndpoint(Http http, Endpoint endpoint) {
    this.http = http;
    this.endpoint = endpoint.withCredentials(Credentials.none());
    this.credentials = endpoint.credentials();
  }

  /** Creates the endpoint of Google, with its failure mapping. */
  public static Endpoint endpoint(Credentials key, Timeouts timeouts) {
    return new Endpoint("Gemini", BASE_URL, key, timeouts, GeminiFailures::toException);
  }

  /** The origin of failures before there is a response. */
  public FailureOrigin origin() {
    return FailureOrigin.of(endpoint.provider());
  }

  /** Requests the response as a whole document, for each subscriber. */
  public <T> Flowable<T> generate(
      String model,
      GenerateContentRequest request,
      Function<StreamedResponse, Flowable<T>> reader) {
    return send(endpoint.post(path(model) + ":generateContent", request), reader);
  }

  /** Requests the response as an event stream, for each subscriber. */
  public <T> Flowable<T> stream(
      String model,
      GenerateContentRequest request,
      Function<StreamedResponse, Flowable<T>> reader) {
    HttpCall call = endpoint.post(path(model) + ":streamGenerateContent", request);
    return send(call.withQueryParameter("alt", "sse").withEventStream(), reader);
  }

  private <T> Flowable<T> send(HttpCall call, Function<StreamedResponse, Flowable<T>> reader) {
    return credentials
        .token()
        .filter(key -> !key.isBlank())
        .switchIfEmpty(missingKey())
        .flatMapPublisher(key -> http.send(call.withHeader(KEY, key), reader));
  }

  private Single<String> missingKey() {
    return Single.error(
        () -> new AnimusException.Authentication(origin(), "there is no API key", null));
  }

  /** Accepts {@code name}, {@code models/name} and {@code tunedModels/name}. */
  private static String path(String model) {
    String full = model.contains("/") ? model : "models/" + model;
    return "/"
        + Arrays.stream(full.split("/"))
            .map(part -> URLEncoder.encode(part, UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
  }
}
