package dev.animus4j.benchmarks.vertx;

import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Window;
import dev.animus4j.benchmarks.Work;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** As a user would write it: WebClient, the HTTP client where it streams, Jackson and records. */
public final class RawDriver implements Driver {

  /** What becomes of an answer. */
  private interface Reading {
    long of(Buffer body) throws IOException;
  }

  @Override
  public Op of(Work work, Target provider) throws IOException {
    Way way = Way.to(provider);
    WebClient web = WebClient.wrap(way.client());
    return way.onLoop(
        switch (work) {
          case COMPLETION, IN_FLIGHT, START -> completion(way, web);
          case SEND -> send(way, web);
          case STREAM -> stream(way);
          case PICTURE -> picture(way, web);
          default -> throw new UnsupportedOperationException();
        });
  }

  private static Op.Async completion(Way way, WebClient web) {
    return (slot, done) ->
        send(post(web, way, Way.CHAT), Wire.question(Wire.first(), null), done, RawDriver::text);
  }

  private static long text(Buffer body) throws IOException {
    return Sample.text(line(body).content());
  }

  private static Wire.Line line(Buffer body) throws IOException {
    Wire.Answer answer = Wire.READ_ANSWER.readValue(body.getBytes());
    return answer.choices().get(0).message();
  }

  private static Op.Async send(Way way, WebClient web) {
    Map<Integer, Window<Wire.Line>> conversations = new HashMap<>();
    return (slot, done) -> {
      Window<Wire.Line> window = conversations.computeIfAbsent(slot, s -> new Window<>());
      window.add(new Wire.Line("user", Sample.USER));
      Buffer question = Wire.question(window.all(), null);
      send(post(web, way, Way.CHAT), question, done, body -> said(window, line(body)));
    };
  }

  private static long said(Window<Wire.Line> window, Wire.Line line) {
    window.add(line);
    return Sample.text(line.content());
  }

  private static Op.Async stream(Way way) {
    RequestOptions request = way.request(Way.CHAT);
    return (slot, done) ->
        way.send(
            new RequestOptions(request),
            Wire.question(Wire.first(), true),
            done,
            new Streams(RawDriver::words, done)::read);
  }

  private static String words(byte[] bytes, int from, int length) throws IOException {
    Wire.Chunk chunk = Wire.READ_CHUNK.readValue(bytes, from, length);
    String content = chunk.choices().get(0).delta().content();
    return content == null ? "" : content;
  }

  private static Op.Async picture(Way way, WebClient web) {
    int wanted = way.target().pictureBytes();
    return (slot, done) ->
        send(post(web, way, Way.PICTURES), Wire.order(), done, body -> decoded(body, wanted));
  }

  private static long decoded(Buffer body, int wanted) throws IOException {
    Wire.Pictures pictures = Wire.READ_PICTURES.readValue(body.getBytes());
    byte[] picture = Base64.getDecoder().decode(pictures.data().get(0).base64());
    return Sample.picture(picture, picture.length, wanted);
  }

  private static HttpRequest<Buffer> post(WebClient web, Way way, String api) {
    return web.post(way.target().port(), way.target().host(), way.target().path() + api)
        .putHeader("Authorization", "Bearer x")
        .putHeader("Content-Type", "application/json");
  }

  private static void send(
      HttpRequest<Buffer> request, Buffer body, Op.Done done, Reading reading) {
    request.sendBuffer(body).onComplete(response -> end(response, done, reading), done::fail);
  }

  private static void end(HttpResponse<Buffer> response, Op.Done done, Reading reading) {
    long units;
    try {
      if (response.statusCode() != 200) {
        throw new IllegalStateException("status " + response.statusCode());
      }
      units = reading.of(response.body());
    } catch (IOException | IllegalStateException failure) {
      done.fail(failure);
      return;
    }
    done.ok(units);
  }
}
