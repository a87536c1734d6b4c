package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events reach all subscribers, wherever they connect, however slowly they read. */
@VertxTest
class StreamsTest {
  private static ChatbotFixture chatbotFixture;

  private final ChatbotUser anna = new ChatbotUser(chatbotFixture);

  @BeforeAll
  static void start(Vertx vertx) {
    chatbotFixture = ChatbotFixture.streaming(vertx);
  }

  @AfterAll
  static void stop() {
    chatbotFixture.close();
  }

  @Test
  void theSameIsToldWhereverOneResumes() throws Exception {
    String id = anna.begin();
    var live = anna.listen(id, 0);
    anna.say(id, "Tell me something");
    List<JsonObject> all = live.get();
    assertThat(all).hasSizeGreaterThan(5);
    for (int at = 0; at < all.size(); at++) {
      long known = at == 0 ? 0 : all.get(at - 1).getLong("sequence");
      assertThat(told(anna.listen(id, known).get())).isEqualTo(told(all.subList(at, all.size())));
    }
  }

  /** The text of the deltas, however they were merged, and all other events as they are. */
  private static String told(List<JsonObject> events) {
    return events.stream()
        .map(e -> e.getString("type").equals("messageTokens") ? e.getString("content") : "\n" + e)
        .collect(Collectors.joining());
  }

  @Test
  void oneWhoKnowsMoreThanThereIsIsSentToTheHistory() throws Exception {
    String id = anna.begin();
    var live = anna.listen(id, 0);
    anna.say(id, "Hello");
    long last = live.get().get(live.get().size() - 1).getLong("sequence");
    HttpResponse<InputStream> stream = anna.open(id, Map.of("Last-Event-ID", "999"));
    assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
        .endsWith("id: " + last + "\nevent: reset\ndata: {}\n\n");
    assertThat(anna.open(id, Map.of("Last-Event-ID", "x")).statusCode()).isEqualTo(400);
  }

  @Test
  void aClientThatJoinsMidStreamGetsEveryEventOnce() throws Exception {
    String id = anna.begin();
    var before = anna.listen(id, 0);
    anna.say(id, "Hello");
    before.get();
    chatbotFixture.simulator.script(
        ScriptedResponse.ruleBased().forPath("/completions").stallAfter(600));
    anna.say(id, "And now?");
    JsonObject past = anna.history(id);
    assertThat(past.getBoolean("ongoing")).isTrue();
    assertThat(past.getJsonArray("entries")).hasSize(2);
    var after = anna.listen(id, past.getLong("after"));
    anna.say(id, "Stop that");
    assertThat(after.get().get(0).getString("content")).isEqualTo("And now?");
  }

  @Test
  void aWebSocketTellsTheSame() throws Exception {
    String id = anna.begin();
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    Promise<Void> end = Promise.promise();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setPort(chatbotFixture.port())
            .setHost("127.0.0.1")
            .setURI("/api/conversations/" + id + "/socket?after=0")
            .addHeader("Cookie", anna.cookie());
    var client = chatbotFixture.vertx.createWebSocketClient();
    var socket = client.connect(options).await();
    socket.textMessageHandler(text -> hear(new JsonObject(text), heard, end));
    var live = anna.listen(id, 0);
    anna.say(id, "Hello");
    end.future().await();
    assertThat(told(heard)).isEqualTo(told(live.get()));
    Promise<Short> closed = Promise.promise();
    socket.closeHandler(gone -> closed.complete(socket.closeStatusCode()));
    socket.writeTextMessage("I have something to say");
    assertThat(closed.future().await()).isEqualTo((short) 1008);
  }

  /** An invalid handshake is rejected, and not logged. */
  @Test
  void aWebSocketBeginsWithAProperHandshake() throws Exception {
    String id = anna.begin();
    String path = "GET /api/conversations/" + id + "/socket";
    String cookie = "Cookie: " + anna.cookie();
    String version = "Sec-WebSocket-Version: 13";
    String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    for (String[] headers :
        new String[][] {
          {cookie},
          {cookie, "Connection: Upgrade", "Upgrade: websocket"},
          {cookie, "Connection: Upgrade", "Upgrade: websocket", version},
          {cookie, "Connection: Upgrade", "Upgrade: websocket", version, "Sec-WebSocket-Key: x"},
          {cookie, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 99", key},
          {cookie, "Connection: close", "Upgrade: websocket", version, key}
        }) {
      try (RawClient client = RawClient.to(chatbotFixture)) {
        assertThat(client.ask(path, headers).head())
            .as(List.of(headers).toString())
            .startsWith("HTTP/1.1 426");
      }
    }
    assertThat(chatbotFixture.backend.dependencies().serverState().streams().count()).isZero();
  }

  private static void hear(JsonObject event, List<JsonObject> heard, Promise<Void> end) {
    heard.add(event);
    if (event.getString("type").equals("exchangeComplete")) {
      end.complete();
    }
  }

  /** Publishes the deltas after the first, which are merged within one exchange. */
  private void publish(String id, int count, LongFunction<String> exchange) {
    publish(id, LongStream.rangeClosed(2, count), exchange);
  }

  private void publish(String id, LongStream sequences, LongFunction<String> exchange) {
    ChatEvents events = chatbotFixture.backend.dependencies().client().events();
    String words = "x".repeat(20_000);
    sequences
        .mapToObj(at -> new EventStamp(id, exchange.apply(at), at, Instant.EPOCH))
        .map(eventStamp -> new MessageTokens(eventStamp, words))
        .forEach(events::publish);
  }

  /** A reader that reads nothing once it has begun to read the first event. */
  private NetSocket slow(String id) throws Exception {
    NetSocket slow =
        chatbotFixture.vertx.createNetClient().connect(chatbotFixture.port(), "127.0.0.1").await();
    Promise<Void> listening = Promise.promise();
    slow.handler(
        piece -> {
          if (piece.toString().contains("id: 1\n")) {
            slow.pause();
            listening.tryComplete();
          }
        });
    slow.write(
        "GET /api/conversations/%s/events HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n"
            .formatted(id, anna.cookie()));
    publish(id, LongStream.of(1), at -> "exchange");
    listening.future().await(20, TimeUnit.SECONDS);
    return slow;
  }

  /** Reads on, until this comes. */
  private static void read(NetSocket slow, String awaited) throws Exception {
    Promise<Void> come = Promise.promise();
    StringBuilder end = new StringBuilder();
    slow.handler(
        piece -> {
          end.append(piece);
          if (end.indexOf(awaited) >= 0) {
            come.tryComplete();
          }
          end.delete(0, Math.max(0, end.length() - awaited.length()));
        });
    slow.resume();
    come.future().await(20, TimeUnit.SECONDS);
    slow.close().await();
  }

  @Test
  void aSlowReaderHoldsNobodyUpAndThenGetsAllThereIs() throws Exception {
    String id = anna.begin();
    NetSocket slow = slow(id);
    publish(id, 500, at -> "exchange");
    read(slow, "id: 500\n");
  }

  @Test
  void aReaderThatFallsTooFarBehindIsLetGo() throws Exception {
    String id = anna.begin();
    NetSocket slow = slow(id);
    Promise<Void> gone = Promise.promise();
    slow.closeHandler(closed -> gone.complete());
    publish(id, 2_000, at -> "exchange " + at);
    AwaitedCount.of(chatbotFixture.backend.dependencies().serverState().streams()::count).toBe(0);
    slow.handler(piece -> {}).resume();
    gone.future().await(20, TimeUnit.SECONDS);
  }
}
