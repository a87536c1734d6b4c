package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow clients are disconnected, whatever they are slow at. */
@VertxTest
class SlowClientsTest {
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static ChatbotFixture chatbotFixture;

  /** A chatbot with long timeouts, except for writes. */
  private static ChatbotFixture patient;

  @BeforeAll
  static void start(Vertx vertx) {
    chatbotFixture =
        ChatbotFixture.with(
            vertx,
            Map.of(
                "CHATBOT_HEAD_SECONDS", "0.5",
                "CHATBOT_BODY_SECONDS", "0.5",
                "CHATBOT_IDLE_SECONDS", "0.5"));
    patient = ChatbotFixture.with(vertx, Map.of("CHATBOT_WRITE_SECONDS", "0.5"));
  }

  @AfterAll
  static void stop() {
    chatbotFixture.close();
    patient.close();
  }

  /** Verifies that the client is disconnected at its timeout, and not before. */
  private static String end(RawClient client) throws Exception {
    String rest = client.rest();
    assertThat(client.age()).isBetween(LIMIT, SOON);
    return rest;
  }

  /** Sends a byte now and then, until the connection is closed. */
  private static void drip(RawClient client, String bytes) {
    var unused =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; true; i++) {
                  client.send(bytes.substring(i % bytes.length()).substring(0, 1));
                  CompletableFuture.runAsync(() -> {}, later(100)).join();
                }
              } catch (Exception closed) {
                // it was disconnected
              }
            },
            task -> new Thread(task).start());
  }

  private static Executor later(int ms) {
    return CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS);
  }

  @Test
  void aConnectionThatSaysNothing() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      assertThat(end(client)).isEmpty();
    }
  }

  @Test
  void aHeadThatDoesNotEnd() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n");
      drip(client, "X-Y: zzzzzzzzz\r\n");
      assertThat(end(client)).isEmpty();
    }
  }

  @Test
  void aSecondHeadThatDoesNotEnd() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      assertThat(client.ask("GET /health").answer()).startsWith("HTTP/1.1 200");
      drip(
          client,
          "GET /health HTTP/1.1\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy");
      assertThat(end(client)).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsKeptForNothing() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      assertThat(client.ask("GET /health").answer()).startsWith("HTTP/1.1 200");
      assertThat(end(client)).isEmpty();
    }
  }

  @Test
  void aBodyThatDoesNotEnd() throws Exception {
    for (String path : new String[] {"/api/images", "/api/pictures"}) {
      try (RawClient client = RawClient.to(chatbotFixture)) {
        client.ask("POST " + path, "Content-Type: application/json", "Content-Length: 60000");
        drip(client, "{\"prompt\":\"aaaaaaaaaaaaaaaaaa");
        assertThat(end(client)).startsWith("HTTP/1.1 408");
      }
      try (RawClient client = RawClient.to(chatbotFixture)) {
        client.ask("POST " + path, "Content-Type: application/json", "Transfer-Encoding: chunked");
        drip(client, "1\r\na\r\n");
        assertThat(end(client)).startsWith("HTTP/1.1 408");
      }
    }
  }

  @Test
  void aBodyThatNobodyAskedFor() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.ask("GET /health", "Content-Length: 60000");
      assertThat(client.answer()).startsWith("HTTP/1.1 200");
      drip(client, "a");
      end(client);
    }
  }

  /** The events are of a conversation with much text; none is read. */
  @Test
  void aStreamThatIsNotRead() throws Exception {
    ChatbotUser anna = new ChatbotUser(patient);
    String id = anna.begin();
    try (RawClient client = RawClient.narrow(patient.port())) {
      client.ask("GET /api/conversations/" + id + "/events", "Cookie: " + anna.cookie());
      assertThat(client.head()).startsWith("HTTP/1.1 200");
      publish(id);
      await(() -> patient.backend.dependencies().serverState().streams().count() == 0);
    }
  }

  @Test
  void aSocketThatIsNotRead() throws Exception {
    ChatbotUser anna = new ChatbotUser(patient);
    String id = anna.begin();
    try (RawClient client = RawClient.narrow(patient.port())) {
      client.upgrade("/api/conversations/" + id + "/socket", "Cookie: " + anna.cookie());
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      publish(id);
      await(() -> patient.backend.dependencies().serverState().streams().count() == 0);
    }
  }

  /** A socket that is read and sends nothing outlives idle connections. */
  @Test
  void aSocketIsNotIdle() throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String id = anna.begin();
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.upgrade("/api/conversations/" + id + "/socket", "Cookie: " + anna.cookie());
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      try (RawClient waits = RawClient.to(chatbotFixture)) {
        assertThat(end(waits)).isEmpty();
      }
      chatbotFixture.backend.dependencies().client().events().publish(words(id, 1, "hello"));
      assertThat(client.until("hello")).contains("messageTokens");
    }
  }

  /** A socket that sends too much is disconnected. */
  @Test
  void aSocketThatSaysMuch() throws Exception {
    ChatbotUser anna = new ChatbotUser(patient);
    String id = anna.begin();
    for (byte opcode : new byte[] {(byte) 0x89, (byte) 0x8a}) {
      byte[] frame = {opcode, (byte) 0x80, 0, 0, 0, 0};
      try (RawClient client = RawClient.to(patient)) {
        client.upgrade("/api/conversations/" + id + "/socket", "Cookie: " + anna.cookie());
        assertThat(client.head()).startsWith("HTTP/1.1 101");
        for (int i = 0; i < 30; i++) {
          client.send(frame);
        }
        AwaitedCount.of(patient.backend.dependencies().serverState().streams()::count).toBe(1);
        client.send(frame);
        assertThat(client.rest().length()).isLessThanOrEqualTo(60);
      }
      AwaitedCount.of(patient.backend.dependencies().serverState().streams()::count).toBe(0);
    }
  }

  private static MessageTokens words(String id, long at, String words) {
    return new MessageTokens(new EventStamp(id, "exchange", at, Instant.EPOCH), words);
  }

  private static void publish(String id) {
    var events = patient.backend.dependencies().client().events();
    String words = "x".repeat(60_000);
    LongStream.rangeClosed(1, 150).mapToObj(at -> words(id, at, words)).forEach(events::publish);
  }

  /** Responses do not accumulate: the next request is not started. */
  @Test
  void answersThatAreNotRead() throws Exception {
    int before = chatbotFixture.log.size();
    try (RawClient client = RawClient.narrow(chatbotFixture.port())) {
      for (int i = 0; i < 2_000; i++) {
        client.ask("GET /app.js");
      }
      await(
          () ->
              chatbotFixture.log.size() > before
                  && chatbotFixture.backend.dependencies().connections().count() == 0);
      assertThat(chatbotFixture.log.size() - before).isLessThan(2_000);
    }
  }

  /** Waits until the condition holds. */
  private static void await(BooleanSupplier wanted) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!wanted.getAsBoolean() && System.nanoTime() < end) {
      CompletableFuture.runAsync(() -> {}, later(20)).join();
    }
    assertThat(wanted.getAsBoolean()).isTrue();
  }
}
