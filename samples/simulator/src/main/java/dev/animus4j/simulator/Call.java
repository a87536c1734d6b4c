package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.simulator.Received.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One request on its way to an answer; knows whether its client is still there. */
final class Call {
  private static final int RECORDED = 1 << 18;

  private final HttpServerRequest request;
  private final Journal journal;
  private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.OPEN);
  private final Map<String, Buffer> files = new LinkedHashMap<>();
  private Buffer body = Buffer.buffer();

  Call(HttpServerRequest request, Journal journal) {
    this.request = request;
    this.journal = journal;
    journal.opened();
    request.response().closeHandler(closed -> ended(Outcome.CLIENT_LEFT));
  }

  /** Reads the body; of the files of a form one for each field. */
  Future<Call> read() {
    if (isForm()) {
      request.setExpectMultipart(true);
      request.uploadHandler(this::receive);
    }
    return request.body().map(this::with);
  }

  private void receive(HttpServerFileUpload file) {
    Buffer content = Buffer.buffer();
    files.put(file.name(), content);
    file.handler(content::appendBuffer);
  }

  private Call with(Buffer body) {
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
    String text = body.getString(0, Math.min(body.length(), RECORDED));
    journal.record(
        new Received(request.method().name(), request.uri(), headers, text, Outcome.OPEN),
        outcome::get);
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

  /** A parameter of the query; null when there is none. */
  @Nullable String parameter(String name) {
    return request.getParam(name);
  }

  boolean isForm() {
    String type = request.getHeader("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /** The fields of a form; a file that came without a name of its own is among them. */
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
    return Json.object(body);
  }

  /** The body as any JSON. */
  JsonNode anyJson() {
    return Json.read(body);
  }

  HttpServerResponse response() {
    return request.response();
  }

  boolean isOpen() {
    return outcome.get() == Outcome.OPEN;
  }

  void end(Buffer last) {
    response().end(last).onSuccess(sent -> ended(Outcome.ANSWERED));
  }

  void cut() {
    ended(Outcome.CUT);
    request.connection().close();
  }

  private void ended(Outcome how) {
    if (outcome.compareAndSet(Outcome.OPEN, how)) {
      journal.closed();
    }
  }
}
