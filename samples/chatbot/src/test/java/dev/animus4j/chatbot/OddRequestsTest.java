package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No request whatever makes the service fail, and none is worth an error in its log. */
@VertxTest
class OddRequestsTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/app.js",
          "/nothing",
          "/health",
          "/openapi.json",
          "/stats",
          "/api",
          "/api/",
          "/images/x",
          "/images/image_x_512x512.png",
          "/images/%00.png",
          "/images/..%2f..%2fx",
          "/api/pictures",
          "/api/pictures/x",
          "/api/images",
          "/api/session",
          "/api/conversations",
          "/api/conversations/ID",
          "/api/conversations/ID/history",
          "/api/conversations/ID/events",
          "/api/conversations/ID/events?after=%zz",
          "/api/conversations/ID/events?after=-1",
          "/api/conversations/ID/socket",
          "/api/conversations/ID/interrupt",
          "/api/conversations/ID/messages",
          "/api/conversations/%zz/messages",
          "/api/conversations/%ff%fe",
          "//",
          "/%",
          "/?%",
          "/a%2",
          "/;a=b",
          "/..",
          "/%2e%2e/x",
          "*");
  private static final List<String> HEADERS =
      List.of(
          "Content-Type: multipart/form-data",
          "Content-Type: multipart/form-data; boundary=",
          "Content-Type: multipart/form-data; boundary=\"",
          "Content-Type: multipart/mixed",
          "Content-Type: application/json",
          "Content-Type: application/json; charset=nothing",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: ;",
          "Content-Type:",
          "Content-Type: application/json\r\nContent-Type: multipart/form-data",
          "Content-Encoding: gzip",
          "Expect: 100-continue",
          "Expect: nothing",
          "Last-Event-ID: 99999999999999999999",
          "Range: bytes=9-1",
          "If-None-Match: *",
          "Cookie: a",
          "Cookie: chatbot=%zz; =; ;",
          "Accept: nothing/at all;q=x",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12",
          "X-Forwarded-For: , ,nobody",
          "Forwarded: for=\"",
          "Referer: http://[",
          "X-HTTP-Method-Override: DELETE");
  private static final List<String> BODIES =
      List.of(
          "",
          "x",
          "{",
          "{}",
          "[]",
          "null",
          "{\"text\":1}",
          "{\"text\":\"\\ud83d\"}",
          "{\"text\":\"x\",\"images\":[\"http://[\"]}",
          "{\"text\":\"x\",\"messageId\":{}}",
          "{\"prompt\":\"x\",\"width\":1e400}",
          "{\"prompt\":\"x\",\"source\":\"../x\"}",
          "{\"text\":\"x\",\"images\":[null]}",
          "[".repeat(3_000),
          "--b\r\n",
          "a=%zz&b",
          "\u0000");

  private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
  private static PrintStream before;
  private static ChatbotFixture chatbotFixture;

  @BeforeAll
  static void start(Vertx vertx) {
    before = System.err;
    System.setErr(new PrintStream(LOG, true, StandardCharsets.UTF_8));
    chatbotFixture = ChatbotFixture.inTurns(vertx);
  }

  @AfterAll
  static void stop() {
    System.setErr(before);
    chatbotFixture.close();
  }

  private static List<String> loggedErrors() {
    List<String> errors =
        LOG.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains(" ERROR ") || line.contains("Exception"))
            .toList();
    LOG.reset();
    return errors;
  }

  @Test
  void oddRequestsAreAnsweredButNotWithFailures() throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String id = anna.begin();
    Random random = new Random(17);
    for (int round = 0; round < 600; round++) {
      String request =
          request(
                  pick(METHODS, random),
                  pick(PATHS, random).replace("ID", id),
                  pick(BODIES, random))
              .formatted(pick(HEADERS, random), random.nextInt(4) == 0 ? "a=b" : anna.cookie());
      assertAnswered(request, round);
    }
    assertThat(loggedErrors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=b",
        "multipart/mixed",
        "application/x-www-form-urlencoded",
        "application/json; multipart/form-data"
      })
  void odderTypesOfContentAreRefused(String type) throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String conversation = "/api/conversations/" + anna.begin();
    for (String path :
        List.of(
            "/",
            "/api/pictures",
            "/api/images",
            "/api/conversations",
            conversation + "/messages",
            conversation + "/interrupt",
            conversation + "/events")) {
      for (String method : List.of("GET", "POST", "DELETE")) {
        assertAnswered(
            request(method, path, "--b\r\nx").formatted("Content-Type: " + type, anna.cookie()), 0);
        assertAnswered(
            request(method, path, "{\"text\":\"x\",\"prompt\":\"x\"}")
                .formatted("Content-Type: " + type, anna.cookie()),
            0);
        assertAnswered(
            request(method, path, "--b\r\nx").formatted("Content-Type: " + type, "a=b"), 0);
      }
    }
    assertThat(loggedErrors()).isEmpty();
  }

  private static String request(String method, String path, String body) {
    int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
    return (method + " " + path).replace("%", "%%")
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\nCookie: %s\r\n"
        + ("Content-Length: " + length + "\r\n\r\n" + body).replace("%", "%%");
  }

  private static <T> T pick(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static void assertAnswered(String request, int round) throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String head = client.send(request).head();
      assertThat(head).as("%d: %s", round, request).startsWith("HTTP/1.1 ");
      int status = Integer.parseInt(head.substring(9, 12));
      assertThat(status == 503 || status < 500).as("%d: %s%n%s", round, request, head).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, 'GET, HEAD, OPTIONS'",
    "/app.js, 'GET, HEAD, OPTIONS'",
    "/health, 'GET, HEAD, OPTIONS'",
    "/openapi.json, 'GET, HEAD, OPTIONS'",
    "/images/x.png, 'GET, HEAD, OPTIONS'",
    "/api/pictures, 'OPTIONS, POST'",
    "/api/pictures/x.png, 'DELETE, OPTIONS'",
    "/api/images, 'OPTIONS, POST'",
    "/api/session, 'DELETE, OPTIONS'",
    "/api/conversations, 'OPTIONS, POST'",
    "/api/conversations/ID, 'DELETE, OPTIONS'",
    "/api/conversations/ID/history, 'GET, HEAD, OPTIONS'",
    "/api/conversations/ID/events, 'GET, HEAD, OPTIONS'",
    "/api/conversations/ID/socket, 'GET, OPTIONS'",
    "/api/conversations/ID/messages, 'OPTIONS, POST'"
  })
  void eachPathSaysWhatItAllows(String template, String allowed) throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String path = template.replace("ID", anna.begin());
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String cookie = "Cookie: " + anna.cookie();
      String options = client.ask("OPTIONS " + path, cookie).answer();
      String refused = client.ask("PUT " + path, cookie).answer();

      assertThat(options)
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("allow: " + allowed + "\r\n");
      assertThat(refused).startsWith("HTTP/1.1 405").contains("\"methodNotAllowed\"");
      assertThat(refused).containsIgnoringCase("allow: " + allowed + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200",
    "/health, 200",
    "/openapi.json, 200",
    "/nothing, 404",
    "/images/none.png, 404",
    "/api/conversations/ID/history, 200",
    "/api/conversations/ID/events, 200",
    "/api/conversations/none/events, 404"
  })
  void headsAreThoseOfGetWithoutTheirBodies(String template, int status) throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String path = template.replace("ID", anna.begin());
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String cookie = "Cookie: " + anna.cookie();
      String head = client.ask("HEAD " + path, cookie, "Connection: close").rest();

      assertThat(head)
          .startsWith("HTTP/1.1 " + status)
          .endsWith("\r\n\r\n")
          .containsOnlyOnce("\r\n\r\n");
    }
  }

  private static String picture(ChatbotUser user, String conversation) throws Exception {
    var events = user.listen(conversation, 0);
    user.say(conversation, "Show me a lighthouse");
    return events.get().stream()
        .map(event -> event.getString("imageUrl"))
        .filter(image -> image != null)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theHeadOfAPictureIsThatOfGet() throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String url = picture(anna, anna.begin());
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String head = client.ask("HEAD " + url, "Connection: close").rest();

      assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-type: image/png");
      assertThat(head).endsWith("\r\n\r\n").containsOnlyOnce("\r\n\r\n");
    }
  }

  @Test
  void readersWhoLeaveAreNoErrors() throws Exception {
    ChatbotUser anna = new ChatbotUser(chatbotFixture);
    String id = anna.begin();
    String picture = picture(anna, id);
    String cookie = "Cookie: " + anna.cookie();
    String conversation = "/api/conversations/" + id;
    String[] json = {cookie, "Content-Type: application/json", "Content-Length: 20"};
    for (int round = 0; round < 20; round++) {
      for (String path : List.of("/", "/health", picture, conversation + "/history")) {
        RawClient.to(chatbotFixture).ask("GET " + path, cookie).reset();
      }
      RawClient reader = RawClient.to(chatbotFixture);
      reader.ask("GET " + conversation + "/events", cookie).until("retry");
      reader.reset();
      RawClient socket = RawClient.to(chatbotFixture);
      socket.upgrade(conversation + "/socket", cookie).head();
      socket.reset();
      RawClient.to(chatbotFixture)
          .ask("POST " + conversation + "/messages", json)
          .send("{")
          .reset();
      RawClient.to(chatbotFixture)
          .ask("POST /api/images", json)
          .send("{\"prompt\":\"abcdef\"}")
          .reset();
      String length = "Content-Length: 9000";
      RawClient.to(chatbotFixture)
          .ask("POST /api/pictures", cookie, length)
          .send("\u0089PNG")
          .reset();
      RawClient.to(chatbotFixture).send("GET /hea").reset();
    }
    anna.history(id);
    assertThat(loggedErrors()).isEmpty();
  }
}
