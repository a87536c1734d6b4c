package dev.animus4j.benchmarks.vertx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Work;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * As little as can be done: requests are encoded once, of an answer only the text is looked for,
 * words are cut out of the bytes, pictures decoded while they arrive, and a history is kept as
 * JSON.
 */
public final class FloorDriver implements Driver {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] CONTENT = "\"content\":\"".getBytes(UTF_8);

  @Override
  public Op of(Work work, Target provider) throws IOException {
    Way way = Way.to(provider);
    return way.onLoop(
        switch (work) {
          case COMPLETION, IN_FLIGHT, START -> completion(way);
          case SEND -> send(way);
          case STREAM -> stream(way);
          case PICTURE -> picture(way);
          default -> throw new UnsupportedOperationException();
        });
  }

  private static Op.Async completion(Way way) throws IOException {
    RequestOptions request = way.request(Way.CHAT);
    Buffer body = Wire.question(Wire.first(), null);
    return (slot, done) ->
        way.send(request, body, done, whole(done, bytes -> done.ok(Sample.text(text(bytes)))));
  }

  private static Consumer<HttpClientResponse> whole(Op.Done done, Consumer<byte[]> reading) {
    return response ->
        response.body().map(Buffer::getBytes).onComplete(reading::accept, done::fail);
  }

  private static Op.Async send(Way way) {
    RequestOptions request = way.request(Way.CHAT);
    Map<Integer, EncodedWindow> conversations = new HashMap<>();
    return (slot, done) -> {
      EncodedWindow window = conversations.computeIfAbsent(slot, s -> new EncodedWindow());
      window.user(Sample.USER);
      way.send(request, window.question(), done, whole(done, bytes -> said(window, bytes, done)));
    };
  }

  private static void said(EncodedWindow window, byte[] bytes, Op.Done done) {
    int from = after(CONTENT, bytes, 0, bytes.length);
    window.assistant(bytes, from, quote(bytes, from));
    done.ok(Sample.text(text(bytes)));
  }

  private static Op.Async stream(Way way) throws IOException {
    RequestOptions request = way.request(Way.CHAT);
    Buffer body = Wire.question(Wire.first(), true);
    return (slot, done) ->
        way.send(request, body, done, new Streams(FloorDriver::words, done)::read);
  }

  private static String words(byte[] bytes, int from, int length) {
    int start = after(CONTENT, bytes, from, from + length);
    return start < 0 ? "" : new String(bytes, start, quote(bytes, start) - start, ISO_8859_1);
  }

  private static Op.Async picture(Way way) throws IOException {
    RequestOptions request = way.request(Way.PICTURES);
    Buffer body = Wire.order();
    Map<Integer, ArrivingPicture> pictures = new HashMap<>();
    return (slot, done) -> {
      ArrivingPicture picture = pictures.computeIfAbsent(slot, s -> new ArrivingPicture());
      way.send(request, body, done, response -> picture.read(response, way, done));
    };
  }

  private static String text(byte[] answer) {
    int from = after(CONTENT, answer, 0, answer.length);
    int to = quote(answer, from);
    try (JsonParser json = JSON.createParser(answer, from - 1, to - from + 2)) {
      json.nextToken();
      return json.getText();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static int quote(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  /** Where the bytes begin that follow {@code key}; -1 when it is not there. */
  static int after(byte[] key, byte[] bytes, int from, int to) {
    for (int at = from; at <= to - key.length; at++) {
      int same = 0;
      while (same < key.length && bytes[at + same] == key[same]) {
        same++;
      }
      if (same == key.length) {
        return at + same;
      }
    }
    return -1;
  }
}
