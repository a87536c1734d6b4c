package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ambiguous requests are rejected. */
@VertxTest
class FramingTest {
  private static final String GET = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
  private static final String POST = "POST /api/conversations HTTP/1.1\r\nHost: localhost\r\n";
  private static final String SMUGGLED = GET + "\r\n";

  private static ChatbotFixture chatbotFixture;

  @BeforeAll
  static void start(Vertx vertx) {
    chatbotFixture = ChatbotFixture.inTurns(vertx);
  }

  @AfterAll
  static void stop() {
    chatbotFixture.close();
  }

  static Stream<String> ambiguous() {
    return Stream.of(
        GET + "Host: localhost\r\n\r\n",
        GET + "hOST: elsewhere\r\n\r\n",
        "GET /health HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.0\r\n\r\n",
        POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
        POST + "Content-Length: 0\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED,
        POST + "Content-Length: 0, 0\r\n\r\n",
        POST + "Content-Length: +0\r\n\r\n",
        POST + "Content-Length: -1\r\n\r\n",
        POST + "Content-Length: 0x1\r\n\r\na",
        POST + "Content-Length: 99999999999999999999\r\n\r\n",
        POST + "Content-Length : 0\r\n\r\n",
        POST + "Content-Length:\t0\r\n\r\n",
        POST + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: identity\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
        POST + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/conversations HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n1;a=\"\n\"\r\nx\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: chunked\r\n\r\n1;a\r\nx\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n100000001\r\nx\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nHost: a\r\n\r\n",
        GET + ": empty\r\n\r\n",
        GET + "No colon\r\n\r\n",
        GET + "A b: c\r\n\r\n",
        GET + "A: b\u0000c\r\n\r\n",
        GET.replace("\r", "") + "\n",
        "GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET\t/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /health HTTP/1.1 \r\nHost: localhost\r\n\r\n",
        "GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET /health\r\nHost: localhost\r\n\r\n",
        "GET /he\u00e4lth HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  static Stream<String> clear() {
    return Stream.of(
        GET + "\r\n",
        GET + "\r\n" + GET + "\r\n",
        "\r\n" + GET + "\r\n",
        GET + "A:\r\nB:  c \t\r\nC: \u00e4\r\n\r\n",
        "GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n",
        POST + "Content-Length: 0\r\n\r\n" + GET + "\r\n",
        POST + "Content-Length: 3\r\n\r\n\n\r\n" + GET + "\r\n",
        POST
            + "Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n1\r\n\n\r\n0\r\n\r\n"
            + SMUGGLED);
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void ambiguousFramingIsRejectedAndTheConnectionCloses(String bytes) throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String answer = client.send(bytes).rest();
      assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
    }
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void theSameInSmallPieces(String bytes) {
    Framing framing = new Framing();
    assertThat(bytes.chars().allMatch(next -> isClear(framing, "" + (char) next))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("clear")
  void unambiguousFramingIsAccepted(String bytes) {
    assertThat(isClear(new Framing(), bytes)).isTrue();
    Framing framing = new Framing();
    assertThat(bytes.chars().allMatch(next -> isClear(framing, "" + (char) next))).isTrue();
  }

  private static boolean isClear(Framing framing, String bytes) {
    return framing.accept(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
  }

  @Test
  void clearRequestsAreAnsweredOneAfterTheOther() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.send(POST + "Content-Length: 4\r\n\r\n\r\n\r\n" + GET + "\r\n" + GET + "\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 201");
      assertThat(client.answer()).startsWith("HTTP/1.1 200");
      assertThat(client.answer()).startsWith("HTTP/1.1 200");
    }
  }

  /** The rest of an early rejected request is not read as the next request. */
  @Test
  void nothingIsHeardBehindARequestThatIsRefused() throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String long1 = "POST /api/pictures HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n";
      String answer = client.send(long1 + "\r\n" + GET + "\r\n").rest();
      assertThat(answer).startsWith("HTTP/1.1 413").containsOnlyOnce("HTTP/1.1");
    }
    try (RawClient client = RawClient.to(chatbotFixture)) {
      String foreign = "GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n";
      String answer = client.send(foreign + GET + "\r\n").rest();
      assertThat(answer).startsWith("HTTP/1.1 421").containsOnlyOnce("HTTP/1.1");
    }
  }

  @Test
  void aTargetIsAPath() throws Exception {
    for (String target : new String[] {"http://localhost/health", "*", "localhost:1", "health"}) {
      try (RawClient client = RawClient.to(chatbotFixture)) {
        assertThat(client.ask("GET " + target).rest()).startsWith("HTTP/1.1 400");
      }
    }
  }
}
