package dev.animus4j.chat.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** A simulated Gemini, and a chat model that talks to it over real connections. */
final class GeminiChatFixture {
  final Vertx vertx;
  final Simulator provider;
  final Http http;
  final GeminiChat chat;

  /** All of it is closed with the Vert.x. */
  GeminiChatFixture(Vertx vertx) {
    this.vertx = vertx;
    provider = Simulator.start(vertx, 0).await();
    http = Http.create(vertx);
    chat = GeminiChat.create(http, endpoint(Credentials.key("secret-key")), "any");
  }

  private Endpoint endpoint(Credentials key) {
    return GeminiChat.endpoint(key).withBaseUrl(provider.origin() + "/v1beta");
  }

  /** A question to a model that has a name. */
  static ChatRequest request(Message... messages) {
    return ChatRequest.of(messages).withModel("gemini-3-flash");
  }

  ChatResponse reply(ChatRequest request) {
    return chat.reply(request).blockingGet();
  }

  List<ChatUpdate> parts(ChatRequest request) {
    return chat.stream(request).toList().blockingGet();
  }

  static String words(List<ChatUpdate> parts) {
    return parts.stream()
        .filter(ChatUpdate.TextDelta.class::isInstance)
        .map(update -> ((ChatUpdate.TextDelta) update).text())
        .collect(Collectors.joining());
  }

  AnimusException failure(ChatRequest request) {
    Throwable failure = chat.reply(request).materialize().blockingGet().getError();
    assertThat(failure).isInstanceOf(AnimusException.class);
    return (AnimusException) failure;
  }

  /** The provider's next answer, with these parts, ending for this reason; none when empty. */
  void answers(String reason, JsonObject... parts) {
    provider.script(ScriptedResponse.status(200).body(event(reason, parts).encode()));
  }

  /** The provider's next answer is a stream of these chunks. */
  void streams(String... chunks) {
    provider.script(ScriptedResponse.status(200).chunks(chunks));
  }

  static JsonObject event(String reason, JsonObject... parts) {
    JsonArray list = new JsonArray(List.of((Object[]) parts));
    JsonObject candidate = new JsonObject();
    candidate.put("content", new JsonObject().put("role", "model").put("parts", list));
    if (!reason.isEmpty()) {
      candidate.put("finishReason", reason);
    }
    return new JsonObject().put("candidates", new JsonArray().add(candidate));
  }

  static String data(JsonObject event) {
    return "data: " + event.encode() + "\r\n\r\n";
  }

  static JsonObject text(String text) {
    return new JsonObject().put("text", text);
  }

  /** The body of the last request. */
  JsonObject asked() {
    var requests = provider.requests();
    return new JsonObject(requests.get(requests.size() - 1).body());
  }
}
