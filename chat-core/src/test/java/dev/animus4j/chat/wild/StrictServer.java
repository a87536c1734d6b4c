package dev.animus4j.chat.wild;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** Server on loopback that rejects what the strictest provider of its dialect rejects. */
final class StrictServer {
  /** Answer to a request that is accepted: a status, and a body; events if it begins so. */
  record Reply(int status, String body) {}

  final List<JsonObject> requests = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Consumer<JsonObject> rules;
  private volatile Function<JsonObject, Reply> replies = asked -> text("Fine.");

  StrictServer(Vertx vertx, Consumer<JsonObject> rules) {
    this.rules = rules;
    this.server = vertx.createHttpServer().requestHandler(this::answer).listen(0).await();
  }

  String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  StrictServer replies(Function<JsonObject, Reply> next) {
    replies = next;
    return this;
  }

  JsonObject lastRequest() {
    return requests.get(requests.size() - 1);
  }

  static Reply text(String text) {
    return message(new JsonObject().put("role", "assistant").put("content", text));
  }

  static Reply message(JsonObject message) {
    String reason = message.containsKey("tool_calls") ? "tool_calls" : "stop";
    JsonObject choice =
        new JsonObject().put("index", 0).put("message", message).put("finish_reason", reason);
    return new Reply(200, new JsonObject().put("choices", new JsonArray().add(choice)).encode());
  }

  static Reply refusal(String code) {
    JsonObject error = new JsonObject().put("message", "No.").put("code", code);
    return new Reply(400, new JsonObject().put("error", error).encode());
  }

  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              JsonObject asked = body.toJsonObject();
              requests.add(asked);
              Reply reply = judge(asked);
              boolean events = reply.body.startsWith("data:");
              request
                  .response()
                  .setStatusCode(reply.status)
                  .putHeader("Content-Type", events ? "text/event-stream" : "application/json")
                  .end(reply.body);
            });
  }

  private Reply judge(JsonObject asked) {
    try {
      rules.accept(asked);
      return replies.apply(asked);
    } catch (AssertionError violation) {
      violations.add(violation.getMessage() + " in " + asked.encode());
      return new Reply(400, "{\"error\":{\"message\":\"rule\",\"code\":\"rule\"}}");
    }
  }
}
