package dev.animus4j.image.s3;

import dev.animus4j.http.Http;
import dev.animus4j.resilience.Backoff;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.WatchedVertx;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for one test that takes whatever it is sent, but for the faults that the test wants.
 * Requests are known by what they ask for: put, create, part 1, complete, abort 7, uploads, delete,
 * get, head.
 */
final class FaultyServer implements BeforeEachCallback, AfterEachCallback {
  /** What is done with a request whose body has not been read. */
  interface Fault {
    void answer(HttpServerRequest request);
  }

  /** Says that there is an image of 20 by 10 pixels and 77 bytes. */
  static final Fault HEAD =
      request ->
          request
              .response()
              .putHeader("Content-Type", "image/png")
              .putHeader("Content-Length", "77")
              .putHeader("x-amz-meta-width", "20")
              .putHeader("x-amz-meta-height", "10")
              .end();

  private static final String COMPLETED =
      "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>";

  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<HttpServerRequest> requests = new ArrayList<>();
  private final List<Buffer> bodies = new ArrayList<>();
  private HttpServer server;
  private Http http;

  @Override
  public void beforeEach(ExtensionContext test) {
    Vertx vertx = WatchedVertx.of(test).get();
    http = Http.create(vertx);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setMaxFormAttributeSize(-1))
            .requestHandler(this::accept)
            .listen(0, "127.0.0.1")
            .await();
  }

  /** Answers the first requests for this with these faults. */
  FaultyServer with(String what, Fault... answers) {
    faults.put(what, new ArrayDeque<>(List.of(answers)));
    return this;
  }

  S3Options options() {
    Retry retry = Retry.ofDelays(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return S3Options.of(
            S3Bucket.of("http://127.0.0.1:" + server.actualPort(), "us-east-1", "images"),
            S3Server.CREDENTIALS)
        .withRetry(retry.withBackoff(new Backoff.Exact(List.of(Duration.ZERO))));
  }

  S3ImageStore store() {
    return S3ImageStore.create(http, options());
  }

  S3ImageStore store(S3Options options) {
    return S3ImageStore.create(http, options);
  }

  /** What has been asked for, in order. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized List<HttpServerRequest> requests() {
    return List.copyOf(requests);
  }

  /** The bodies of the requests that were not answered by a fault. */
  synchronized List<Buffer> bodies() {
    return List.copyOf(bodies);
  }

  static Fault error(int status, String code) {
    return error(status, code, "");
  }

  static Fault error(int status, String code, String more) {
    String xml = "<Error><Code>%s</Code><Message>No</Message>%s</Error>".formatted(code, more);
    return request ->
        request
            .body()
            .onSuccess(
                body ->
                    request
                        .response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "application/xml")
                        .end(xml));
  }

  static Fault xml(String document) {
    return request -> request.body().onSuccess(body -> request.response().end(document));
  }

  /** The answer that an upload has been created. */
  static String created(int upload) {
    return "<InitiateMultipartUploadResult><UploadId>%d</UploadId></InitiateMultipartUploadResult>"
        .formatted(upload);
  }

  /** Lists an upload of the key that is asked for, and one of a key that begins with it. */
  static Fault uploads(int upload, int longer) {
    String one = "<Upload><Key>%s</Key><UploadId>%d</UploadId></Upload>";
    String xml = "<ListMultipartUploadsResult>%s%s</ListMultipartUploadsResult>";
    return request -> {
      String key = request.getParam("prefix");
      request
          .response()
          .end(xml.formatted(one.formatted(key, upload), one.formatted(key + "x", longer)));
    };
  }

  /** Breaks the connection when the request has arrived. */
  static Fault cut() {
    return request -> request.body().onSuccess(body -> request.connection().close());
  }

  /** Breaks the connection at the first bytes of the request's body. */
  static Fault cutWhileItArrives() {
    return request -> request.handler(piece -> request.connection().close());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    http.close();
    server.close().await();
  }

  private void accept(HttpServerRequest request) {
    String what = what(request);
    Fault fault;
    synchronized (this) {
      asked.add(what);
      requests.add(request);
      fault = faults.getOrDefault(what, new ArrayDeque<>()).poll();
    }
    if (fault == null) {
      request.body().onSuccess(body -> obey(request, what, body));
    } else {
      fault.answer(request);
    }
  }

  private void obey(HttpServerRequest request, String what, Buffer body) {
    synchronized (this) {
      bodies.add(body);
    }
    request
        .response()
        .putHeader("ETag", "\"e\"")
        .end(
            switch (what) {
              case "create" -> created(7);
              case "complete" -> COMPLETED;
              case "uploads" -> "<ListMultipartUploadsResult/>";
              default -> "";
            });
  }

  private static String what(HttpServerRequest request) {
    String part = request.getParam("partNumber");
    String upload = request.getParam("uploadId");
    return switch (request.method().name()) {
      case "PUT" -> part == null ? "put" : "part " + part;
      case "POST" -> upload == null ? "create" : "complete";
      case "DELETE" -> upload == null ? "delete" : "abort " + upload;
      case "HEAD" -> "head";
      default -> request.params().contains("uploads") ? "uploads" : "get";
    };
  }
}
