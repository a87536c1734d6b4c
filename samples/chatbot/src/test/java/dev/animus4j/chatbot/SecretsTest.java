package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationProgressed;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.event.UnknownEvent;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users learn what to do, the operator why a request failed, and no one a secret. */
@VertxTest
class SecretsTest {
  private static final String SECRET = "s3cret-/+ of more than thirty-two characters";
  private static final String OTHER = "an0ther-/+ of more than thirty-two characters";
  private static final String TOKEN = "op3rator-/+of-more-than-thirty-two-characters";
  private static final Map<String, String> ALL =
      Map.of(
          "CHATBOT_SECRET", SECRET,
          "CHATBOT_PREVIOUS_SECRET", OTHER,
          "CHATBOT_OPERATOR_TOKEN", TOKEN);

  @Test
  void settingsDoNotTell() {
    assertThat(ChatbotSettings.of(ALL::get).toString()).doesNotContain(SECRET, OTHER, TOKEN);
  }

  @Test
  void aSecretOfNobodyIsRandom() {
    ChatbotSettings.Security security = ChatbotSettings.of(name -> null).security();
    assertThat(security.secrets().get(0).value()).hasSizeGreaterThan(40);
    assertThat(security.secrets()).hasSize(1);
    assertThat(ChatbotSettings.of(name -> null).security().secrets())
        .isNotEqualTo(security.secrets());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "secret", "0123456789012345678901234567890"})
  void aSecretThatCanBeGuessedIsRefused(String weak) {
    for (String name : ALL.keySet()) {
      assertThatThrownBy(() -> ChatbotSettings.of(Map.of(name, weak)::get))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(name + " ")
          .hasMessageNotContainingAny(weak + " ", "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "changemechangemechangemechangeme",
        "0123456789012345678901234567890123456789",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210",
        "my-secret-1234567my-secret-1234567",
        "my-secret-1234567my-secret-1234567my-se"
      })
  void soIsOneThatIsLongButNotRandom(String weak) {
    assertThatThrownBy(() -> ChatbotSettings.of(Map.of("CHATBOT_SECRET", weak)::get))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void randomSecretsAreAccepted() {
    for (int i = 0; i < 1_000; i++) {
      String base64 = HmacSigner.randomText(32);
      String hex = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(base64));
      for (String random : List.of(base64, hex)) {
        assertThat(SecretValue.ofVariable("CHATBOT_SECRET", random).value()).isEqualTo(random);
      }
    }
  }

  @Test
  void anEventTellsNeitherPlacesNorArguments() {
    EventStamp eventStamp = new EventStamp("c", "e", 1, Instant.EPOCH);
    URI file = URI.create("file:///srv/app/pictures/image_a.png");
    assertThat(EventJson.encode(new ImageGenerationProgressed(eventStamp, "i", 0, file)).toString())
        .contains("\"/images/image_a.png\"")
        .doesNotContain("srv");
    assertThat(
            EventJson.encode(new ToolCallStarted(eventStamp, "t", "look_up", "{\"pin\":1}"))
                .toString())
        .doesNotContain("pin");
    UnknownEvent unknown = new UnknownEvent(eventStamp, "novelty", "{\"place\":\"/srv/app\"}");
    assertThat(EventJson.encode(unknown).toString()).contains("\"novelty\"").doesNotContain("srv");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 429, 500, 503, 302, 200})
  void providerMessagesDoNotReachUsers(int status, Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      String words = "org-acme of a@acme.example at http://10.1.2.3:99/v1, in /srv/app, owes money";
      ScriptedResponse answer =
          ScriptedResponse.status(status).body("{\"error\":{\"message\":\"" + words + "\"}}");
      chatbotFixture.simulator.script(
          answer.forPath("/completions"), answer.forPath("/generate/image"));
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      var events = anna.listen(id, 0);
      anna.say(id, "Hello");
      String drawn = anna.post("/api/images", "", new JsonObject().put("prompt", "A fox")).body();
      assertThat(events.get() + drawn)
          .contains("\"kind\":\"")
          .doesNotContain("acme", "10.1.2.3", "srv", "simulator", "HTTP", "Failed to");
    }
  }

  @Test
  void encodedSecretsAreRedactedFromTheLog() {
    LogRedaction logRedaction = LogRedaction.of(ChatbotSettings.of(ALL::get));
    for (String secret : ALL.values()) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      String all =
          String.join(
              " and ",
              secret,
              URLEncoder.encode(secret, StandardCharsets.UTF_8),
              Base64.getEncoder().withoutPadding().encodeToString(bytes),
              Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      assertThat(logRedaction.redact("It is " + all + ".")).isEqualTo("It is … and … and … and ….");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:db://host/a?user=b&password=hunter2&c=d",
        "postgres://bob:hunter2@db.internal/a",
        "Authorization: Bearer hunter2",
        "bearer hunter2.hunter2",
        "{\"api_key\": \"hunter2\"}",
        "apikey=hunter2",
        "secret = 'hunter2'",
        "sk-hunter2hunter2",
        "AIzahunter2hunter2",
        "ghp_hunter2hunter2",
        "eyJhunter2.hunter2.hunter2"
      })
  void norWhatLooksLikeOne(String text) {
    assertThat(LogRedaction.of(ChatbotSettings.of(ALL::get)).redact(text))
        .doesNotContain("hunter2");
  }

  @Test
  void nobodyWritesLinesOfTheLog() {
    LogRedaction logRedaction = LogRedaction.of(ChatbotSettings.of(ALL::get));
    assertThat(logRedaction.redact("A\nB\r\nC\u001b[2J\u2028D")).isEqualTo("A B C [2J D");
    String trace =
        logRedaction.redact(new IllegalStateException("password=hunter2\n2026 INFO forged"));
    assertThat(trace).contains("IllegalStateException").doesNotContain("hunter2");
    assertThat(trace.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
    assertThat(logRedaction.redact("password=".repeat(100_000)).length()).isLessThan(10_000);
  }

  /** The log has what users are not shown, with the id of the exchange. */
  @Test
  void theOperatorsLogSaysWhy(Vertx vertx) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      String words = "org-acme owes money, password=hunter2";
      ScriptedResponse answer =
          ScriptedResponse.status(402).body("{\"error\":{\"message\":\"" + words + "\"}}");
      chatbotFixture.simulator.script(
          answer.forPath("/completions"), answer.forPath("/generate/image"));
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      var events = anna.listen(id, 0);
      String exchange = new JsonObject(anna.say(id, "Hello").body()).getString("exchangeId");
      events.get();
      var drawn = anna.post("/api/images", "", new JsonObject().put("prompt", "A fox"));
      String request = drawn.headers().firstValue("X-Request-Id").orElseThrow();
      assertThat(log.toString(StandardCharsets.UTF_8).lines())
          .anyMatch(line -> line.contains(exchange) && line.contains("org-acme owes money"))
          .anyMatch(line -> line.contains(request) && line.contains("org-acme owes money"))
          .noneMatch(line -> line.contains("hunter2"));
      for (String known : List.of(exchange, request)) {
        AwaitedCount.of(
                () -> chatbotFixture.log.stream().filter(line -> line.contains(known)).count())
            .toBe(1);
      }
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void figuresAreTheOperators(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.with(vertx, ALL);
        ChatbotFixture without = ChatbotFixture.inTurns(vertx)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      anna.begin();
      assertThat(stats(chatbotFixture, "Authorization: Bearer " + TOKEN))
          .startsWith("HTTP/1.1 200")
          .contains("\"exchanges\":0", "\"conversations\":0");
      for (String other : List.of("X: y", "Authorization: Bearer ", "Authorization: " + TOKEN)) {
        assertThat(stats(chatbotFixture, other)).startsWith("HTTP/1.1 404");
        assertThat(stats(without, other)).startsWith("HTTP/1.1 404");
      }
      assertThat(stats(chatbotFixture, "Cookie: " + anna.cookie())).startsWith("HTTP/1.1 404");
    }
  }

  private static String stats(ChatbotFixture chatbotFixture, String header) throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      return client.ask("GET /stats", header).answer();
    }
  }
}
