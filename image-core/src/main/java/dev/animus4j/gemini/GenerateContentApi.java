package dev.animus4j.gemini;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.AuthenticationScheme;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.uritemplate.UriTemplate;
import io.vertx.uritemplate.Variables;
import java.util.List;

/**
 * API method for chat and images: {@code POST /models/{model}:generateContent}, and its streaming
 * variant. Unless the endpoint authenticates by none, a call without a key fails before it is sent.
 */
public final class GenerateContentApi {
  private static final String BASE_URL = "https://generativelanguage.googleapis.com/v1beta";
  private static final UriTemplate MODEL = UriTemplate.of("{/model*}");

  private final Http http;
  private final Endpoint endpoint;

  /** Creates the method at this endpoint; the key is requested anew for each call. */
  public GenerateContentApi(Http http, Endpoint endpoint) {
    this.http = http;
    this.endpoint = endpoint.withRequiredToken();
  }

  /**
   * Creates the endpoint of Google, with its failure mapping. The key is sent as {@code
   * x-goog-api-key}, in a header, because URLs end up in logs.
   */
  public static Endpoint endpoint(Credentials key, Timeouts timeouts) {
    return Endpoint.of("Gemini", BASE_URL, key, timeouts)
        .withAuthentication(AuthenticationScheme.header("x-goog-api-key"))
        .withFailures(GeminiFailures::toException);
  }

  /** The origin of failures before there is a response. */
  public FailureOrigin origin() {
    return FailureOrigin.of(endpoint.provider());
  }

  /** The base URL of the endpoint, without its query. */
  public String baseUrl() {
    return endpoint.baseUrl().replaceFirst("\\?.*", "");
  }

  /** Requests the response as a whole document, for each subscriber. */
  public <T> Flowable<T> generate(
      String model,
      GenerateContentRequest request,
      Function<StreamedResponse, Flowable<T>> reader) {
    Endpoint patient = endpoint.withTimeouts(endpoint.timeouts().forWholeResponse());
    return http.stream(patient.post(path(model) + ":generateContent", request), reader);
  }

  /** Requests the response as an event stream, for each subscriber. */
  public <T> Flowable<T> stream(
      String model,
      GenerateContentRequest request,
      Function<StreamedResponse, Flowable<T>> reader) {
    HttpCall call = endpoint.post(path(model) + ":streamGenerateContent", request);
    return http.stream(call.withQueryParameter("alt", "sse").withEventStream(), reader);
  }

  /** Accepts {@code name}, {@code models/name} and {@code tunedModels/name}. */
  private static String path(String model) {
    String full = model.contains("/") ? model : "models/" + model;
    return MODEL.expandToString(Variables.variables().set("model", List.of(full.split("/"))));
  }
}
