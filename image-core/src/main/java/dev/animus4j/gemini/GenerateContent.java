package dev.animus4j.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The one method behind chat and pictures: {@code POST /models/{model}:generateContent}, and its
 * streaming twin. What the endpoint's credentials give is sent as {@code x-goog-api-key}, in a
 * header, because addresses end up in logs; without a key nothing is sent.
 */
public final class GenerateContent {
  private static final String BASE_URL = "https://generativelanguage.googleapis.com/v1beta";
  private static final String KEY = "x-goog-api-key";

  private final Http http;
  private final Endpoint endpoint;
  private final Credentials credentials;

  /** The method at this endpoint; each call is made with a key asked for anew. */
  public GenerateContent(Http http, Endpoint endpoint) {
    this.http = http;
    this.endpoint = endpoint.withCredentials(Credentials.none());
    this.credentials = endpoint.credentials();
  }

  /** Where Google answers, and what its errors mean. */
  public static Endpoint endpoint(Credentials key, Timeouts timeouts) {
    return new Endpoint("Gemini", BASE_URL, key, timeouts, GeminiFailures::of);
  }

  /** Who fails, before there is an answer. */
  public Origin origin() {
    return Origin.of(endpoint.provider());
  }

  /** Asks for the answer in one piece, for each subscriber. */
  public <T> Flowable<T> whole(String model, Ask ask, Function<Answer, Flowable<T>> reader) {
    return send(endpoint.post(path(model) + ":generateContent", ask), reader);
  }

  /** Asks for the answer as an event stream, for each subscriber. */
  public <T> Flowable<T> streamed(String model, Ask ask, Function<Answer, Flowable<T>> reader) {
    HttpCall call = endpoint.post(path(model) + ":streamGenerateContent", ask);
    return send(call.query("alt", "sse").streaming(), reader);
  }

  private <T> Flowable<T> send(HttpCall call, Function<Answer, Flowable<T>> reader) {
    return credentials
        .token()
        .filter(key -> !key.isBlank())
        .switchIfEmpty(noKey())
        .flatMapPublisher(key -> http.send(call.header(KEY, key), reader));
  }

  private Single<String> noKey() {
    return Single.error(
        () -> new AnimusException.Authentication(origin(), "there is no API key", null));
  }

  /** {@code name}, {@code models/name} and {@code tunedModels/name} all name a model. */
  private static String path(String model) {
    String full = model.contains("/") ? model : "models/" + model;
    return "/"
        + Arrays.stream(full.split("/"))
            .map(part -> URLEncoder.encode(part, UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
  }
}
