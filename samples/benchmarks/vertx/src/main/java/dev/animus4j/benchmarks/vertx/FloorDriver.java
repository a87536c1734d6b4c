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
 * Driver that does as little as possible: requests are encoded once, of a response only the text is
 * located, words are cut out of the bytes, images are decoded while they arrive, and the history is
 * kept as JSON.
 */
public final class FloorDriver implements Driver {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] CONTENT = "\"content\":\"".getBytes(UTF_8);

  @Override
  public Op of(Work work, Target provider) throws IOException {
    ProviderConnection providerConnection = ProviderConnection.connect(provider);
    return providerConnection.onLoop(
        switch (work) {
          case COMPLETION, IN_FLIGHT, START -> completion(providerConnection);
          case SEND -> send(providerConnection);
          case STREAM -> stream(providerConnection);
          case PICTURE -> picture(providerConnection);
          default -> throw new UnsupportedOperationException();
        });
  }

  private static Op.Async completion(ProviderConnection providerConnection) throws IOException {
    RequestOptions request = providerConnection.request(ProviderConnection.CHAT);
    Buffer body = OpenAiJson.question(OpenAiJson.first(), null);
    return (slot, done) ->
        providerConnection.send(
            request, body, done, whole(done, bytes -> done.ok(Sample.text(text(bytes)))));
  }

  private static Consumer<HttpClientResponse> whole(Op.Done done, Consumer<byte[]> reading) {
    return response ->
        response.body().map(Buffer::getBytes).onComplete(reading::accept, done::fail);
  }

  private static Op.Async send(ProviderConnection providerConnection) {
    RequestOptions request = providerConnection.request(ProviderConnection.CHAT);
    Map<Integer, EncodedMessages> conversations = new HashMap<>();
    return (slot, done) -> {
      EncodedMessages window = conversations.computeIfAbsent(slot, s -> new EncodedMessages());
      window.user(Sample.USER);
      providerConnection.send(
          request, window.question(), done, whole(done, bytes -> addAnswer(window, bytes, done)));
    };
  }

  private static void addAnswer(EncodedMessages window, byte[] bytes, Op.Done done) {
    int from = indexAfter(CONTENT, bytes, 0, bytes.length);
    window.assistant(bytes, from, quote(bytes, from));
    done.ok(Sample.text(text(bytes)));
  }

  private static Op.Async stream(ProviderConnection providerConnection) throws IOException {
    RequestOptions request = providerConnection.request(ProviderConnection.CHAT);
    Buffer body = OpenAiJson.question(OpenAiJson.first(), true);
    return (slot, done) ->
        providerConnection.send(
            request, body, done, new WordCounter(FloorDriver::words, done)::read);
  }

  private static String words(byte[] bytes, int from, int length) {
    int start = indexAfter(CONTENT, bytes, from, from + length);
    return start < 0 ? "" : new String(bytes, start, quote(bytes, start) - start, ISO_8859_1);
  }

  private static Op.Async picture(ProviderConnection providerConnection) throws IOException {
    RequestOptions request = providerConnection.request(ProviderConnection.PICTURES);
    Buffer body = OpenAiJson.order();
    Map<Integer, StreamingImageDecoder> pictures = new HashMap<>();
    return (slot, done) -> {
      StreamingImageDecoder picture =
          pictures.computeIfAbsent(slot, s -> new StreamingImageDecoder());
      providerConnection.send(
          request, body, done, response -> picture.read(response, providerConnection, done));
    };
  }

  private static String text(byte[] answer) {
    int from = indexAfter(CONTENT, answer, 0, answer.length);
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

  /** The index of the bytes after {@code key}; -1 if it is absent. */
  static int indexAfter(byte[] key, byte[] bytes, int from, int to) {
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
