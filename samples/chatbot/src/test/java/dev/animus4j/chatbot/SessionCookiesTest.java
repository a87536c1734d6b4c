package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A session is a signed cookie, which only the own page is given, and which expires. */
@VertxTest
class SessionCookiesTest {
  private static final String FIRST = "first-secret-of-more-than-32-characters";
  private static final String SECOND = "second-secret-of-more-than-32-characters";
  private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: ([^\r]*)");

  private static String answer(ChatbotFixture chatbotFixture, String line, String... headers)
      throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.ask(line, headers);
      return client.answer();
    }
  }

  /** The cookie set by a response; empty if there is none. */
  private static String cookie(String answer) {
    return COOKIE.matcher(answer).results().map(found -> found.group(1)).findFirst().orElse("");
  }

  private static String value(String cookie) {
    return "Cookie: " + cookie.replaceAll(";.*", "");
  }

  private static final String BEGIN = "POST /api/conversations";

  @Test
  void itsCookieIsSeenByThisServiceOnly(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_HTTPS", "true"))) {
      String cookie = cookie(answer(chatbotFixture, BEGIN));
      assertThat(cookie)
          .startsWith("__Host-session=")
          .contains("HTTPOnly", "SameSite=Strict", "Secure", "Path=/", "Max-Age=2592000")
          .doesNotContain("Domain");
      String kept = value(cookie);
      assertThat(cookie(answer(chatbotFixture, BEGIN, kept))).isEmpty();
      assertThat(cookie(answer(chatbotFixture, BEGIN, kept.replace("session=", "session=A"))))
          .isNotEmpty();
      assertThat(cookie(answer(chatbotFixture, BEGIN, kept.replace("__Host-", "")))).isNotEmpty();
      for (String forged : List.of(".", "..", "a.1.b", kept.substring(23).replace('.', '-'))) {
        assertThat(cookie(answer(chatbotFixture, BEGIN, "Cookie: __Host-session=" + forged)))
            .isNotEmpty();
      }
    }
  }

  /** A foreign cookie of the same name, such as of a page at another port, hides no session. */
  @Test
  void aForeignCookieOfItsNameHidesNone(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      String kept = cookie(answer(chatbotFixture, BEGIN)).replaceAll(";.*", "");
      for (String foreign : List.of("session=x", "session=a.1.b", "session=", "session=\"x\"")) {
        for (String both : List.of(foreign + "; " + kept, kept + "; " + foreign)) {
          assertThat(cookie(answer(chatbotFixture, BEGIN, "Cookie: " + both))).as(both).isEmpty();
        }
      }
    }
  }

  @Test
  void aSignatureIsAllOfIt(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      String kept = value(cookie(answer(chatbotFixture, BEGIN)));
      for (int cut = 1; cut < 43; cut += 6) {
        String part = kept.substring(0, kept.length() - cut);
        assertThat(cookie(answer(chatbotFixture, BEGIN, part))).isNotEmpty();
      }
      assertThat(cookie(answer(chatbotFixture, BEGIN, kept.replaceFirst("\\.1", ".2"))))
          .isNotEmpty();
    }
  }

  @Test
  void aLinkLeavesItAlone(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      for (String path :
          List.of("/", "/stats", "/api/session", "/api/conversations", "/images/image_a.png")) {
        assertThat(cookie(answer(chatbotFixture, "GET " + path))).isEmpty();
      }
      for (String one : List.of("history", "events", "socket")) {
        String answer =
            answer(chatbotFixture, "GET /api/conversations/" + "a".repeat(32) + "/" + one);
        assertThat(answer).startsWith("HTTP/1.1 404");
        assertThat(cookie(answer)).isEmpty();
      }
      assertThat(cookie(answer(chatbotFixture, BEGIN, "Origin: http://evil.example"))).isEmpty();
    }
  }

  /** The cookie is renewed after a day, and invalid after a month. */
  @Test
  void itIsRotatedAndEnds(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_SECRET", FIRST))) {
      String kept = value(cookie(answer(chatbotFixture, BEGIN)));
      String id = kept.replaceAll("Cookie: session=|\\..*", "");
      assertThat(of(chatbotFixture, id, Duration.ofHours(23), FIRST)).isEmpty();
      assertThat(of(chatbotFixture, id, Duration.ofHours(25), FIRST)).startsWith("session=" + id);
      assertThat(of(chatbotFixture, id, Duration.ofDays(29), FIRST)).startsWith("session=" + id);
      assertThat(of(chatbotFixture, id, Duration.ofDays(31), FIRST))
          .isNotEmpty()
          .doesNotContain(id);
      assertThat(of(chatbotFixture, id, Duration.ofHours(1), SECOND))
          .isNotEmpty()
          .doesNotContain(id);
    }
  }

  @Test
  void theSecretBeforeIsStillBelieved(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_SECRET", FIRST))) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      String history = "GET /api/conversations/" + id + "/history";
      String cookie = "Cookie: " + anna.cookie();
      for (Map<String, String> secrets :
          List.of(
              Map.of("CHATBOT_SECRET", SECOND, "CHATBOT_PREVIOUS_SECRET", FIRST),
              Map.of("CHATBOT_SECRET", FIRST, "CHATBOT_PREVIOUS_SECRET", SECOND))) {
        try (ChatbotFixture later = ChatbotFixture.with(vertx, secrets)) {
          assertThat(answer(later, history, cookie)).startsWith("HTTP/1.1 200");
        }
      }
      try (ChatbotFixture other = ChatbotFixture.with(vertx, Map.of("CHATBOT_SECRET", SECOND))) {
        assertThat(answer(other, history, cookie)).startsWith("HTTP/1.1 404");
      }
    }
  }

  /** The cookie that a session would have been given so long ago, with this secret. */
  private static String of(ChatbotFixture chatbotFixture, String id, Duration age, String secret)
      throws Exception {
    long time = Instant.now().minus(age).getEpochSecond();
    String signed = "session " + id + " " + time;
    String proof = HmacSigner.of(List.of(new SecretValue(secret))).sign(signed);
    return cookie(
        answer(chatbotFixture, BEGIN, "Cookie: session=" + id + "." + time + "." + proof));
  }

  @Test
  void loggingOutDeletesEverythingOfTheUser(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      ChatbotUser ben = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      String others = ben.begin();
      var events = anna.listen(id, 0);
      var heard = ben.listen(others, 0);
      anna.say(id, "Show me a lighthouse");
      ben.say(others, "Show me a harbour");
      events.get();
      heard.get();
      String upload = new JsonObject(anna.upload(ApiTest.png()).body()).getString("imageUrl");
      String cookie = "Cookie: " + anna.cookie();
      String answer = answer(chatbotFixture, "DELETE /api/session", cookie);
      assertThat(answer).startsWith("HTTP/1.1 204").contains("Clear-Site-Data: \"cache\"");
      assertThat(cookie(answer)).startsWith("session=;").contains("Max-Age=0");
      assertThat(answer(chatbotFixture, "GET /api/conversations/" + id + "/history", cookie))
          .startsWith("HTTP/1.1 404");
      assertThat(answer(chatbotFixture, "GET " + upload)).startsWith("HTTP/1.1 404");
      assertThat(
              chatbotFixture.backend.dependencies().client().chat(id).history().get().blockingGet())
          .isEmpty();
      assertThat(cookie(answer(chatbotFixture, BEGIN, cookie))).isNotEmpty();
      assertThat(ben.history(others).getJsonArray("entries")).hasSizeGreaterThan(1);
    }
  }
}
