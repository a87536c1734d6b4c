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

/**
 * Driver as a user would write it: WebClient, the HTTP client where it streams, Jackson and
 * records.
 */
public final class RawDriver implements Driver {

  /** Reads a response. */
  private interface ResponseReader {
    long read(Buffer body) throws IOException;
  }

  @Override
  public Op of(Work work, Target provider) throws IOException {
    ProviderConnection providerConnection = ProviderConnection.connect(provider);
    WebClient web = WebClient.wrap(providerConnection.client());
    return providerConnection.onLoop(
        switch (work) {
          case COMPLETION, IN_FLIGHT, START -> completion(providerConnection, web);
          case SEND -> send(providerConnection, web);
          case STREAM -> stream(providerConnection);
          case PICTURE -> picture(providerConnection, web);
          default -> throw new UnsupportedOperationException();
        });
  }

  private static Op.Async completion(ProviderConnection providerConnection, WebClient web) {
    return (slot, done) ->
        send(
            post(web, providerConnection, ProviderConnection.CHAT),
            OpenAiJson.question(OpenAiJson.first(), null),
            done,
            RawDriver::text);
  }

  private static long text(Buffer body) throws IOException {
    return Sample.text(line(body).content());
  }

  private static OpenAiJson.ChatMessage line(Buffer body) throws IOException {
    OpenAiJson.CompletionResponse completionResponse =
        OpenAiJson.READ_ANSWER.readValue(body.getBytes());
    return completionResponse.choices().get(0).message();
  }

  private static Op.Async send(ProviderConnection providerConnection, WebClient web) {
    Map<Integer, Window<OpenAiJson.ChatMessage>> conversations = new HashMap<>();
    return (slot, done) -> {
      Window<OpenAiJson.ChatMessage> window =
          conversations.computeIfAbsent(slot, s -> new Window<>());
      window.add(new OpenAiJson.ChatMessage("user", Sample.USER));
      Buffer question = OpenAiJson.question(window.all(), null);
      send(
          post(web, providerConnection, ProviderConnection.CHAT),
          question,
          done,
          body -> addAnswer(window, line(body)));
    };
  }

  private static long addAnswer(
      Window<OpenAiJson.ChatMessage> window, OpenAiJson.ChatMessage chatMessage) {
    window.add(chatMessage);
    return Sample.text(chatMessage.content());
  }

  private static Op.Async stream(ProviderConnection providerConnection) {
    RequestOptions request = providerConnection.request(ProviderConnection.CHAT);
    return (slot, done) ->
        providerConnection.send(
            new RequestOptions(request),
            OpenAiJson.question(OpenAiJson.first(), true),
            done,
            new WordCounter(RawDriver::words, done)::read);
  }

  private static String words(byte[] bytes, int from, int length) throws IOException {
    OpenAiJson.Chunk chunk = OpenAiJson.READ_CHUNK.readValue(bytes, from, length);
    String content = chunk.choices().get(0).delta().content();
    return content == null ? "" : content;
  }

  private static Op.Async picture(ProviderConnection providerConnection, WebClient web) {
    int expectedBytes = providerConnection.target().pictureBytes();
    return (slot, done) ->
        send(
            post(web, providerConnection, ProviderConnection.PICTURES),
            OpenAiJson.order(),
            done,
            body -> decodeImage(body, expectedBytes));
  }

  private static long decodeImage(Buffer body, int expectedBytes) throws IOException {
    OpenAiJson.ImageList imageList = OpenAiJson.READ_PICTURES.readValue(body.getBytes());
    byte[] picture = Base64.getDecoder().decode(imageList.data().get(0).base64());
    return Sample.picture(picture, picture.length, expectedBytes);
  }

  private static HttpRequest<Buffer> post(
      WebClient web, ProviderConnection providerConnection, String api) {
    return web.post(
            providerConnection.target().port(),
            providerConnection.target().host(),
            providerConnection.target().path() + api)
        .putHeader("Authorization", "Bearer x")
        .putHeader("Content-Type", "application/json");
  }

  private static void send(
      HttpRequest<Buffer> request, Buffer body, Op.Done done, ResponseReader responseReader) {
    request
        .sendBuffer(body)
        .onComplete(response -> end(response, done, responseReader), done::fail);
  }

  private static void end(
      HttpResponse<Buffer> response, Op.Done done, ResponseReader responseReader) {
    long units;
    try {
      if (response.statusCode() != 200) {
        throw new IllegalStateException("status " + response.statusCode());
      }
      units = responseReader.read(response.body());
    } catch (IOException | IllegalStateException failure) {
      done.fail(failure);
      return;
    }
    done.ok(units);
  }
}
