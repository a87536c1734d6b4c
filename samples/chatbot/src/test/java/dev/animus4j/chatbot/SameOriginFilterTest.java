package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign pages are rejected, under any host name and with any browser headers. */
@VertxTest
class SameOriginFilterTest {
  private static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  private static ChatbotFixture chatbotFixture;

  @BeforeAll
  static void start(Vertx vertx) {
    chatbotFixture =
        ChatbotFixture.with(
            vertx, Map.of("CHATBOT_HOSTS", "chat.example.org, Other.example.org:8443"));
  }

  @AfterAll
  static void stop() {
    chatbotFixture.close();
  }

  private static String status(String line, String... headers) throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String more = String.join("\r\n", headers);
      client.send(line + " HTTP/1.1\r\n" + more + "\r\nContent-Length: 0\r\n\r\n");
      return client.head().substring(9, 12);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "localhost:1234, 200",
    "127.0.0.1:8080, 200",
    "[::1]:8080, 200",
    "LOCALHOST, 200",
    "chat.example.org, 200",
    "chat.example.org:443, 200",
    "other.example.org:8443, 200",
    "other.example.org, 421",
    "other.example.org:80, 421",
    "example.org, 421",
    "evil.example, 421",
    "localhost.evil.example, 421",
    "evil.example:8080, 421",
    "127.0.0.1.evil.example, 421",
    "127.0.0.2, 421",
    "0.0.0.0:8080, 421",
    "localhost., 421",
    "localhost:, 400",
    "localhost:x, 400",
    "a@localhost, 400",
    "localhost/, 400",
    "localhost chat, 400"
  })
  void itIsAskedByANameOfItsOwn(String host, String status) throws Exception {
    for (String path : new String[] {"/", "/health", "/app.js", "/openapi.json"}) {
      assertThat(status("GET " + path, "Host: " + host)).isEqualTo(status);
    }
  }

  @Test
  void anEmptyHostIsNone() throws Exception {
    assertThat(status("GET /", "Host:")).isEqualTo("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://localhost:3000",
        "http://localhost",
        "https://localhost:8080",
        "http://127.0.0.1:8080",
        "http://localhost:8080.evil.example",
        "http://localhost:8080@evil.example",
        "null",
        "file://",
        ""
      })
  void noOtherPageAsks(String origin) throws Exception {
    String host = "Host: localhost:8080";
    String from = "Origin: " + origin;
    String begin = "POST /api/conversations";
    assertThat(status(begin, host, from)).isEqualTo("403");
    assertThat(status(begin, host, from, "Sec-Fetch-Site: same-origin")).isEqualTo("403");
    assertThat(status("GET /health", host, from)).isEqualTo("403");
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String socket = "GET /api/conversations/" + anna.begin() + "/socket";
    String cookie = "Cookie: " + anna.cookie();
    assertThat(status(socket, host, cookie, UPGRADE)).isEqualTo("101");
    assertThat(status(socket, host, cookie, UPGRADE, from)).isEqualTo("403");
    String own = "Origin: http://localhost:8080";
    assertThat(status(socket, host, cookie, UPGRADE, own)).isEqualTo("101");
    assertThat(status(socket, host, cookie, UPGRADE, own, from)).isEqualTo("403");
  }

  @Test
  void refererAndFetchMetadataAreCheckedToo() throws Exception {
    String host = "Host: localhost:8080";
    String begin = "POST /api/conversations";
    assertThat(status(begin, host)).isEqualTo("201");
    assertThat(status(begin, host, "Origin: http://localhost:8080")).isEqualTo("201");
    assertThat(status(begin, host, "Referer: http://localhost:8080/")).isEqualTo("201");
    assertThat(status(begin, host, "Referer: http://localhost:3000/")).isEqualTo("403");
    for (String site : new String[] {"cross-site", "same-site", "other"}) {
      String fetch = "Sec-Fetch-Site: " + site;
      assertThat(status(begin, host, fetch)).isEqualTo("403");
      assertThat(status(begin, host, fetch, "Sec-Fetch-Mode: navigate")).isEqualTo("403");
      assertThat(status("GET /health", host, fetch)).isEqualTo("403");
      assertThat(status("GET /", host, fetch, "Sec-Fetch-Mode: navigate")).isEqualTo("200");
    }
    assertThat(status("GET /", host, "Referer: http://evil.example/")).isEqualTo("200");
  }

  @Test
  void behindAProxyThatSpeaksHttpsThePageIsAnother(Vertx vertx) throws Exception {
    try (ChatbotFixture secure =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_HTTPS", "true", "CHATBOT_HOSTS", "a.example"))) {
      for (String host : new String[] {"a.example", "a.example:443"}) {
        for (String origin : new String[] {"https://a.example", "https://a.example:443"}) {
          assertThat(begun(secure, host, origin)).startsWith("HTTP/1.1 201");
        }
        assertThat(begun(secure, host, "http://a.example")).startsWith("HTTP/1.1 403");
        assertThat(begun(secure, host, "https://a.example:8443")).startsWith("HTTP/1.1 403");
      }
    }
  }

  private static String begun(ChatbotFixture chatbotFixture, String host, String origin)
      throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.send(
          "POST /api/conversations HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\n\r\n"
              .formatted(host, origin));
      return client.head();
    }
  }
}
