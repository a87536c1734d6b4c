package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Limits hold for a client, however often it drops its cookie. */
@VertxTest
class LimitsTest {
  private static final String BEGIN = "POST /api/conversations";

  /** 0 when the connection has made room for one that was accepted later. */
  private static int health(ChatbotFixture chatbotFixture) {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      return status(client, "GET /health");
    } catch (IOException closed) {
      return 0;
    }
  }

  private static int status(RawClient client, String line, String... headers) throws IOException {
    return Integer.parseInt(client.ask(line, headers).answer().substring(9, 12));
  }

  private static long count(List<Integer> answers, int status) {
    return answers.stream().filter(answer -> answer == status).count();
  }

  @Test
  void newSessionsAreLimitedByClient(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_REQUESTS_PER_MINUTE", "3"))) {
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        try (RawClient client = RawClient.to(chatbotFixture)) {
          answers.add(status(client, BEGIN));
        }
      }
      assertThat(answers).startsWith(201, 201, 201, 429);
      assertThat(count(answers, 201)).isEqualTo(3);
      try (RawClient other = RawClient.from("127.0.0.2", chatbotFixture)) {
        assertThat(status(other, BEGIN)).isEqualTo(201);
      }
    }
  }

  /** A client has four times the limit of a session, over any number of sessions. */
  @Test
  void billedRequestsAreLimitedByClient(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_REQUESTS_PER_MINUTE", "5"))) {
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ChatbotUser chatbotUser = new ChatbotUser(chatbotFixture);
        String id = chatbotUser.begin();
        for (int j = 0; j < 6; j++) {
          answers.add(chatbotUser.say(id, "Hello").statusCode());
        }
      }
      assertThat(count(answers, 202)).isEqualTo(20);
      assertThat(answers.subList(0, 6)).containsExactly(202, 202, 202, 202, 202, 429);
      assertThat(answers.subList(24, 30)).containsOnly(429);
    }
  }

  @Test
  void allRequestsAreLimitedButNotWhetherItLives(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
            ChatbotFixture.with(vertx, Map.of("CHATBOT_REQUESTS_PER_MINUTE", "2"));
        RawClient client = RawClient.to(chatbotFixture)) {
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(status(client, "GET /app.js"));
      }
      assertThat(count(answers, 200)).isEqualTo(40);
      assertThat(status(client, "GET /health")).isEqualTo(200);
      try (RawClient other = RawClient.from("127.0.0.2", chatbotFixture)) {
        assertThat(status(other, "GET /app.js")).isEqualTo(200);
      }
    }
  }

  @Test
  void forgedForwardedHeadersDoNotEvadeTheLimit(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
            ChatbotFixture.with(vertx, Map.of("CHATBOT_REQUESTS_PER_MINUTE", "1"));
        RawClient client = RawClient.to(chatbotFixture)) {
      assertThat(status(client, BEGIN, "X-Forwarded-For: 1.1.1.1")).isEqualTo(201);
      assertThat(status(client, BEGIN, "X-Forwarded-For: 1.1.1.2")).isEqualTo(429);
      assertThat(status(client, BEGIN, "Forwarded: for=1.1.1.3")).isEqualTo(429);
    }
  }

  @Test
  void aProxyOfOursBringsMany(Vertx vertx) throws Exception {
    Map<String, String> settings =
        Map.of("CHATBOT_REQUESTS_PER_MINUTE", "1", "CHATBOT_PROXIES", "127.0.0.1");
    try (ChatbotFixture chatbotFixture = ChatbotFixture.with(vertx, settings);
        RawClient proxy = RawClient.to(chatbotFixture)) {
      assertThat(status(proxy, BEGIN, "X-Forwarded-For: 1.1.1.1")).isEqualTo(201);
      assertThat(status(proxy, BEGIN, "X-Forwarded-For: 1.1.1.2")).isEqualTo(201);
      assertThat(status(proxy, BEGIN, "X-Forwarded-For: 9.9.9.9, 1.1.1.2")).isEqualTo(429);
      assertThat(status(proxy, BEGIN, "Forwarded: for=7.7.7.7", "X-Forwarded-For: 1.1.1.1"))
          .isEqualTo(429);
    }
  }

  @Test
  void streamsAreLimitedBySessionAndByClient(Vertx vertx) throws Exception {
    Map<String, String> settings =
        Map.of("CHATBOT_STREAMS_PER_SESSION", "3", "CHATBOT_STREAMS", "16");
    try (ChatbotFixture chatbotFixture = ChatbotFixture.with(vertx, settings)) {
      List<InputStream> open = new ArrayList<>();
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      assertThat(opened(anna, id, 4, open)).containsExactly(200, 200, 200, 429);
      ChatbotUser ben = new ChatbotUser(chatbotFixture);
      assertThat(opened(ben, ben.begin(), 2, open)).containsExactly(200, 429);
      open.get(0).close();
      AwaitedCount.of(chatbotFixture.backend.dependencies().serverState().streams()::count).toBe(3);
      assertThat(opened(anna, id, 1, open)).containsExactly(200);
      for (InputStream stream : open) {
        stream.close();
      }
      AwaitedCount.of(chatbotFixture.backend.dependencies().serverState().streams()::count).toBe(0);
    }
  }

  private static List<Integer> opened(
      ChatbotUser chatbotUser, String id, int times, List<InputStream> open) throws Exception {
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      HttpResponse<InputStream> answer = chatbotUser.open(id, Map.of());
      answers.add(answer.statusCode());
      if (answer.statusCode() == 200) {
        open.add(answer.body());
      }
    }
    return answers;
  }

  /** An idle connection is closed; one with a request stays. */
  @Test
  void connectionsAreLimitedAndIdleOnesMakeRoom(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_CONNECTIONS", "16"))) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(RawClient.to(chatbotFixture).send("GET /health HTTP/1.1\r\n"));
      }
      AwaitedCount.of(chatbotFixture.backend.dependencies().connections()::count).toBe(4);
      AwaitedCount.of(() -> health(chatbotFixture)).toBe(200);
      for (RawClient client : clients) {
        client.close();
      }
      List<RawClient> streams = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        RawClient stream = RawClient.to(chatbotFixture);
        stream.ask("GET /api/conversations/" + id + "/events", "Cookie: " + anna.cookie());
        assertThat(stream.head()).startsWith("HTTP/1.1 200");
        streams.add(stream);
      }
      try (RawClient tooMany = RawClient.to(chatbotFixture)) {
        assertThat(tooMany.rest()).isEmpty();
      }
      try (RawClient other = RawClient.from("127.0.0.2", chatbotFixture)) {
        assertThat(status(other, "GET /health")).isEqualTo(200);
      }
      for (RawClient stream : streams) {
        stream.close();
      }
    }
  }

  @Test
  void uploadsAtOnceAreLimitedBySessionAndByClient(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      List<Integer> answers = new ArrayList<>();
      List<RawClient> open = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ChatbotUser chatbotUser = new ChatbotUser(chatbotFixture);
        chatbotUser.begin();
        String[] headers = {"Cookie: " + chatbotUser.cookie(), "Content-Length: 99999"};
        for (int j = 0; j < 4; j++) {
          open.add(
              RawClient.to(chatbotFixture).ask("POST /api/pictures", headers).send(ApiTest.png()));
        }
        ConcurrencyLimiter uploads = chatbotFixture.backend.dependencies().serverState().uploads();
        AwaitedCount.of(uploads::count).toBe(Math.min(16, 4 * i + 4));
        answers.add(chatbotUser.upload(ApiTest.png()).statusCode());
      }
      assertThat(answers).containsOnly(429);
      for (RawClient client : open) {
        client.close();
      }
      AwaitedCount.of(chatbotFixture.backend.dependencies().serverState().uploads()::count).toBe(0);
      assertThat(new ChatbotUser(chatbotFixture).upload(ApiTest.png()).statusCode()).isEqualTo(201);
    }
  }

  /** A client with many sessions fills its own share, and evicts its own images. */
  @Test
  void uploadsPushOutOnlyOnesOwn(Vertx vertx) throws Exception {
    byte[] picture = new byte[50_000];
    System.arraycopy(ApiTest.png(), 0, picture, 0, ApiTest.png().length);
    Map<String, String> settings =
        Map.of(
            "CHATBOT_PICTURE_BYTES", "60000",
            "CHATBOT_STORE_BYTES", "1600000",
            "CHATBOT_PICTURES", ChatbotFixture.directory("shares"));
    try (ChatbotFixture chatbotFixture = ChatbotFixture.with(vertx, settings)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String kept = address(anna.upload(picture));
      ChatbotUser stranger = new ChatbotUser(chatbotFixture);
      List<String> own =
          Stream.generate(() -> uploaded(stranger, picture))
              .limit(5)
              .map(LimitsTest::address)
              .toList();
      assertThat(anna.imageStatus(own.get(0))).isEqualTo(404);
      assertThat(anna.imageStatus(own.get(4))).isEqualTo(200);
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(new ChatbotUser(chatbotFixture).upload(picture).statusCode());
      }
      assertThat(count(answers, 201)).isEqualTo(6);
      assertThat(answers).last().isEqualTo(507);
      assertThat(anna.imageStatus(kept)).isEqualTo(200);
      assertThat(anna.imageStatus(own.get(4))).isEqualTo(200);
      assertThat(chatbotFixture.backend.dependencies().serverState().images().bytes())
          .isLessThanOrEqualTo(400_000);
    }
  }

  private static HttpResponse<String> uploaded(ChatbotUser chatbotUser, byte[] picture) {
    try {
      return chatbotUser.upload(picture);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String address(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(201);
    return new JsonObject(answer.body()).getString("imageUrl");
  }
}
