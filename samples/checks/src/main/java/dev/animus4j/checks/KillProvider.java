package dev.animus4j.checks;

import dev.animus4j.checks.history.ProviderCall;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Provider of chat and images in the OpenAI dialect that outlives its clients. It streams word by
 * word, promises an image to who wants one, and takes its time for that. Every reply is unique.
 */
final class KillProvider {
  private static final String IMAGE = "draw ";
  private static final int IMAGE_BYTES = 2_000;

  private final Vertx vertx;
  private final Random random = new Random(1);
  private final Queue<ProviderCall> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger replies = new AtomicInteger();
  private final String image;
  private final int maxWords = KillLoad.ofJvm().words();

  private KillProvider(Vertx vertx) {
    this.vertx = vertx;
    Buffer png = Buffer.buffer();
    ImageProviderProcess.picture(IMAGE_BYTES).blockingForEach(png::appendBuffer);
    this.image = Base64.getEncoder().encodeToString(png.getBytes());
  }

  /** A provider that listens. */
  static Started start(Vertx vertx) {
    KillProvider provider = new KillProvider(vertx);
    HttpServer server = vertx.createHttpServer().requestHandler(provider::answer).listen(0).await();
    return new Started(provider, server.actualPort());
  }

  /** A provider, and its port. */
  record Started(KillProvider provider, int port) {

    /** The URL of its endpoints at this address. */
    String url(String host) {
      return "http://" + host + ":" + port + "/v1";
    }
  }

  /** What it was asked so far. */
  List<ProviderCall> calls() {
    return List.copyOf(calls);
  }

  private void answer(HttpServerRequest request) {
    boolean isImage = request.path().contains("/images/");
    request
        .body()
        .onSuccess(
            body -> {
              if (isImage) {
                sendImage(request.response(), body.toJsonObject());
              } else {
                sendReply(request.response(), body.toJsonObject());
              }
            });
  }

  private void record(ProviderCall.Kind kind, String text) {
    String conversation = text.substring(0, text.indexOf(':'));
    calls.add(new ProviderCall(kind, conversation, text, Instant.now()));
  }

  private void sendImage(HttpServerResponse response, JsonObject request) {
    record(ProviderCall.Kind.IMAGE, request.getString("prompt"));
    JsonArray data = new JsonArray().add(new JsonObject().put("b64_json", image));
    Buffer body = new JsonObject().put("created", 1).put("data", data).toBuffer();
    response.putHeader("content-type", "application/json");
    vertx.setTimer(20 + random.nextInt(150), timer -> response.end(body));
  }

  private void sendReply(HttpServerResponse response, JsonObject request) {
    JsonArray messages = request.getJsonArray("messages");
    String unanswered = messages.getJsonObject(messages.size() - 1).getString("content");
    String text = unanswered.substring(unanswered.lastIndexOf('\n') + 1);
    record(ProviderCall.Kind.CHAT, text);
    response.setChunked(true).putHeader("content-type", "text/event-stream");
    String end = text.contains(IMAGE) ? promise(text) : "";
    int words = 3 + random.nextInt(maxWords);
    sendWords(response, "reply " + replies.incrementAndGet() + ":", words, end);
  }

  private void sendWords(HttpServerResponse response, String word, int more, String end) {
    if (response.closed()) {
      return;
    }
    response.write(event(new JsonObject().put("content", word), null));
    vertx.setTimer(
        1 + random.nextInt(8),
        timer -> {
          if (more > 0) {
            sendWords(response, " word" + more, more - 1, end);
          } else if (!response.closed()) {
            response.end(end + event(new JsonObject(), "stop") + "data: [DONE]\n\n");
          }
        });
  }

  private static String promise(String text) {
    JsonObject arguments = new JsonObject().put("prompt", text.replace(IMAGE, ""));
    JsonObject function =
        new JsonObject().put("name", "generate_image").put("arguments", arguments.encode());
    JsonObject call =
        new JsonObject()
            .put("index", 0)
            .put("id", "call")
            .put("type", "function")
            .put("function", function);
    return event(new JsonObject().put("tool_calls", new JsonArray().add(call)), null);
  }

  private static String event(JsonObject delta, @Nullable String finish) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
    JsonObject chunk =
        new JsonObject()
            .put("id", "reply")
            .put("object", "chat.completion.chunk")
            .put("model", "any")
            .put("choices", new JsonArray().add(choice));
    return "data: " + chunk.encode() + "\n\n";
  }
}
