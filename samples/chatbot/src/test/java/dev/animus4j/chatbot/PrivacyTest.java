package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Users are isolated from each other, and their messages stay private. */
@VertxTest
class PrivacyTest {
  private static HttpResponse<String> begin(ChatbotFixture chatbotFixture, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(chatbotFixture.backend.url() + "/api/conversations"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  @Test
  void aSessionIsAllowedSoMuchAMinute(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_REQUESTS_PER_MINUTE", "2"))) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      assertThat(anna.say(id, "1").statusCode()).isEqualTo(202);
      assertThat(anna.say(id, "2").statusCode()).isEqualTo(202);
      HttpResponse<String> refused = anna.say(id, "3");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 30L);
      assertThat(new JsonObject(refused.body()).getLong("retryAfterMs")).isPositive();
      ChatbotUser ben = new ChatbotUser(chatbotFixture);
      assertThat(ben.say(ben.begin(), "1").statusCode()).isEqualTo(202);
    }
  }

  @Test
  void anAllowanceRefillsSteadilyAndNeverOverflows() {
    AtomicLong clock = new AtomicLong();
    RateLimit limit = new RateLimit(3, clock::get);
    for (int minute = 0; minute < 3; minute++) {
      for (int i = 0; i < 3; i++) {
        limit.acquire("anna");
      }
      assertThatThrownBy(() -> limit.acquire("anna"))
          .extracting(problem -> ((Problem) problem).retryAfterMs())
          .isEqualTo(20_000L);
      clock.addAndGet(Duration.ofMinutes(2).toNanos());
    }
  }

  @Test
  void otherSitesMayNotAsk(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      assertThat(begin(chatbotFixture, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
      assertThat(begin(chatbotFixture, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
      HttpResponse<String> own =
          begin(
              chatbotFixture,
              "Sec-Fetch-Site",
              "same-origin",
              "Origin",
              chatbotFixture.backend.url());
      assertThat(own.statusCode()).isEqualTo(201);
      assertThat(own.headers().map()).doesNotContainKey("access-control-allow-origin");
      assertThat(own.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(own.headers().firstValue("x-content-type-options")).contains("nosniff");
    }
  }

  @Test
  void theLogTellsWhatWasAskedButNeverWhatWasSaid(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      var events = anna.listen(id, 0);
      String answer = anna.say(id, "My secret is 4711").body();
      events.get();
      String exchange = new JsonObject(answer).getString("exchangeId");
      assertThat(chatbotFixture.log)
          .noneMatch(line -> line.contains("4711") || line.contains(id))
          .anySatisfy(
              line -> {
                JsonObject json = new JsonObject(line);
                assertThat(json.getString("request")).isEqualTo(exchange);
                assertThat(json.getString("route")).isEqualTo("/api/conversations/:id/messages");
                assertThat(json.getInteger("status")).isEqualTo(202);
              });
    }
  }

  @Test
  void itEndsInOrder(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      chatbotFixture.simulator.latency(Duration.ofSeconds(30));
      var events = anna.listen(id, 0);
      anna.say(id, "Hello");
      chatbotFixture.backend.close().blockingAwait();
      assertThat(events.get())
          .last()
          .matches(event -> event.getString("outcome").equals("interrupted"));
      chatbotFixture.simulator.whenOpenRequests(0).await(10, TimeUnit.SECONDS);
      chatbotFixture.start(chatbotFixture.settings);
    }
  }
}
