package dev.animus4j.image.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.http.AuthenticationScheme;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Xml;
import dev.animus4j.image.s3.S3Credentials.AccessKey;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests to a bucket, each signed when it is sent, with an access key that is asked for anew. */
final class S3Api {
  private static final int MAX_ANSWER = 4 * 1024 * 1024;

  private final Http http;
  private final S3Options options;
  private final S3Signer signer;
  private final Endpoint endpoint;

  S3Api(Http http, S3Options options, Clock clock) {
    this.http = http;
    this.options = options;
    this.signer = new S3Signer(options.bucket(), clock);
    this.endpoint =
        Endpoint.of(
                S3Failures.PROVIDER,
                options.bucket().endpoint(),
                Credentials.none(),
                options.timeouts())
            .withAuthentication(AuthenticationScheme.none())
            .withFailures(new S3Failures(options.bucket()));
  }

  S3Options options() {
    return options;
  }

  /** Sends the request once, and passes a 2xx response to the reader as it arrives. */
  <T> Flowable<T> stream(S3Request request, Function<StreamedResponse, Flowable<T>> reader) {
    return Flowable.defer(
        () -> {
          Scheduler caller = CallerContext.scheduler();
          Single<HttpCall> call = accessKey().flatMap(key -> signed(request, key));
          return (caller == null ? call : call.observeOn(caller))
              .flatMapPublisher(ready -> http.stream(ready, reader));
        });
  }

  /** Sends the request until it succeeds or the retries are used up; reads the answer as XML. */
  Single<JsonNode> xml(S3Request request) {
    return answer(
        request,
        response -> response.body(MAX_ANSWER).map(body -> readXml(response, body)).toFlowable());
  }

  /** Sends the request as {@link #xml}, and returns a header of the answer; empty for none. */
  Single<String> header(S3Request request, String name) {
    return read(
        request,
        response -> {
          String value = response.header(name);
          return value == null ? "" : value;
        });
  }

  /** Reads the headers of an object. */
  <T> Single<T> head(String key, Function<StreamedResponse, T> reader) {
    return read(S3Request.of(HttpMethod.HEAD, key), reader);
  }

  private <T> Single<T> read(S3Request request, Function<StreamedResponse, T> reader) {
    return answer(
        request,
        response -> {
          T headers = reader.apply(response);
          return response.bytes().ignoreElements().toSingleDefault(headers).toFlowable();
        });
  }

  /** Sends the request as {@link #xml}, and reads nothing of the answer. */
  Completable send(S3Request request) {
    return header(request, "Date").ignoreElement();
  }

  private <T> Single<T> answer(S3Request request, Function<StreamedResponse, Flowable<T>> reader) {
    return options.retry().apply(stream(request, reader).singleOrError());
  }

  /** Servers find some errors after they have sent the status 200. */
  private static JsonNode readXml(StreamedResponse response, Buffer body) {
    JsonNode document = Xml.read(body, response.origin());
    if (document.has("error")) {
      throw response.failure(document);
    }
    return document;
  }

  /** Returns an address that lets everybody read the object for so long. */
  Single<URI> presign(String key, Duration validity) {
    S3Request request = S3Request.of(HttpMethod.GET, key);
    return accessKey().map(accessKey -> signer.presign(request, accessKey, validity));
  }

  private Single<AccessKey> accessKey() {
    return FaultIsolation.<AccessKey>single(() -> options.credentials().accessKey())
        .onErrorResumeNext(
            cause ->
                Single.error(
                    cause instanceof AnimusException ? cause : S3Failures.noAccessKey(cause)));
  }

  private Single<HttpCall> signed(S3Request request, AccessKey accessKey) {
    Single<HttpCall> call = Single.fromCallable(() -> call(request, accessKey));
    return signer.isSlow(request) ? call.subscribeOn(Schedulers.computation()) : call;
  }

  private HttpCall call(S3Request request, AccessKey accessKey) {
    URI url = URI.create(request.url(options.bucket()));
    Map<String, String> headers = signer.headers(request, accessKey);
    @Nullable Object body = request.body() == null ? null : request.body().body();
    return new HttpCall(endpoint, request.method(), url, headers, body, "*/*", false);
  }
}
