package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.simulator.ReceivedRequest.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Request being answered; tracks whether its client is still connected. */
final class SimulatedRequest {
  private static final int MAX_RECORDED_BYTES = 1 << 18;

  private final HttpServerRequest request;
  private final RequestLog requestLog;
  private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.OPEN);
  private final Map<String, Buffer> files = new LinkedHashMap<>();
  private Buffer body = Buffer.buffer();
  private @Nullable Fault fault;

  SimulatedRequest(HttpServerRequest request, RequestLog requestLog) {
    this.request = request;
    this.requestLog = requestLog;
    requestLog.requestOpened();
    request.response().closeHandler(closed -> finish(Outcome.CLIENT_LEFT));
  }

  /** Reads the body; of the files of a form one for each field. */
  Future<SimulatedRequest> readBody() {
    if (isForm()) {
      request.setExpectMultipart(true);
      request.uploadHandler(this::addFile);
    }
    return request.body().map(this::setBody);
  }

  private void addFile(HttpServerFileUpload file) {
    Buffer content = Buffer.buffer();
    files.put(file.name(), content);
    file.handler(content::appendBuffer);
  }

  private SimulatedRequest setBody(Buffer body) {
    this.body = body;
    return this;
  }

  void record() {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(
            (name, value) ->
                headers.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
    String text = body.getString(0, Math.min(body.length(), MAX_RECORDED_BYTES));
    requestLog.record(
        new ReceivedRequest(request.method().name(), request.uri(), headers, text, Outcome.OPEN),
        outcome::get);
  }

  /** Sets the fault with which this request is answered. */
  void simulate(@Nullable Fault fault) {
    this.fault = fault;
  }

  @Nullable Fault fault() {
    return fault;
  }

  /** Whether a fault makes its answer whole, even if a stream is requested. */
  boolean wantsWhole() {
    return fault != null && fault.is("whole");
  }

  /** The key or token of the request; empty if there is none. */
  String credential() {
    return Stream.of(header("x-goog-api-key"), header("api-key"), header("authorization"))
        .filter(Objects::nonNull)
        .map(value -> value.replaceFirst("(?i)^Bearer ", ""))
        .findFirst()
        .orElse("");
  }

  String method() {
    return request.method().name();
  }

  String path() {
    return request.path();
  }

  @Nullable String header(String name) {
    return request.getHeader(name);
  }

  /** A query parameter; null if there is none. */
  @Nullable String parameter(String name) {
    try {
      return request.getParam(name);
    } catch (IllegalArgumentException malformedQuery) {
      throw RejectedRequest.malformed("The query is malformed.", malformedQuery);
    }
  }

  boolean isForm() {
    String type = request.getHeader("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /** The fields of a form; a file without a file name is among them. */
  Map<String, String> form() {
    Map<String, String> fields = new HashMap<>();
    request.formAttributes().forEach(fields::put);
    return fields;
  }

  /** The files of a form, by the names of their fields. */
  Map<String, Buffer> files() {
    return files;
  }

  /** The body as a JSON object. */
  JsonNode json() {
    return JsonBuffers.object(body);
  }

  /** The body as any JSON. */
  JsonNode anyJson() {
    return JsonBuffers.read(body);
  }

  HttpServerResponse response() {
    return request.response();
  }

  boolean isOpen() {
    return outcome.get() == Outcome.OPEN;
  }

  void end(Buffer last) {
    response().end(last).onSuccess(sent -> finish(Outcome.ANSWERED));
  }

  /** Ends the response, and closes the connection though nobody was told. */
  void endAndClose() {
    response()
        .end()
        .onSuccess(sent -> finish(Outcome.ANSWERED))
        .onComplete(sent -> request.connection().close());
  }

  void closeConnection() {
    finish(Outcome.CUT);
    request.connection().close();
  }

  private void finish(Outcome end) {
    if (outcome.compareAndSet(Outcome.OPEN, end)) {
      requestLog.requestClosed();
    }
  }
}
