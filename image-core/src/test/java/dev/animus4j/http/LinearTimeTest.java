package dev.animus4j.http;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.sse.ServerSentEvents;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody's answer keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  private static final FailureOrigin SERVER = FailureOrigin.of("server");

  @Test
  void errorPages() {
    String[] tokens = {"<title>", "<title", "<", "</title", "</title>", ">", " ", "x", "\n", "\0"};
    assertThat(excessive(page -> ErrorMessageExtractor.of("text/html", page), tokens)).isEmpty();
  }

  @Test
  void waits() {
    String[] tokens = {"1s", "1", ".", "999999999h", "µs", " ", "-"};
    assertThat(excessive(RetryAfter::parseDuration, tokens)).isEmpty();
    for (String header : new String[] {"retry-after", "retry-after-ms", "x-ratelimit-reset"}) {
      assertThat(excessive(text -> wait(header, text), tokens)).as(header).isEmpty();
    }
  }

  @Test
  void rateLimitHeadersAreParsedInLinearTime() {
    String[] tokens = {"0", ".0", "-", "1", " ", "0.", "\n"};
    assertThat(excessive(text -> wait("x-ratelimit-remaining", text), tokens)).isEmpty();
  }

  @Test
  void dates() {
    String[] tokens = {"Sun", ",", " ", "06", "Nov ", " GMT", "\t", "-94", ":", "UTC", "A"};
    assertThat(excessive(text -> HttpDate.parse(text, Instant.EPOCH), tokens)).isEmpty();
  }

  @Test
  void errorsInJson() {
    String[] tokens = {"safety_violations=[", "[", "]", ",", " ", "sexual", "safety_", "=", "\n"};
    assertThat(excessive(LinearTimeTest::failed, tokens)).isEmpty();
  }

  @Test
  void wordsOfErrors() {
    String[] tokens = {
      "try again in ",
      "1m",
      " ",
      "exceeds ",
      "context ",
      "limit: 1",
      "requested: 2",
      "no ",
      "credit"
    };
    assertThat(excessive(LinearTimeTest::failed, tokens)).isEmpty();
    String[] inner = {"{\"error\":", "}", "{", "'", "[", "\\\"", "message", ": None"};
    assertThat(excessive(LinearTimeTest::failed, inner)).isEmpty();
  }

  @Test
  void events() {
    String[] tokens = {"data:", "data: x\n", "\n", "\r", ":", "id: 1\n", "retry: 1\n", "\u00ef"};
    assertThat(excessive(text -> feed(List.of(text)), tokens)).isEmpty();
    assertThat(excessive(piecewise(LinearTimeTest::feed), tokens)).isEmpty();
  }

  @Test
  void json() {
    String[] tokens = {"[", "{\"a\":", "\"", "1", "\\", "\\u0041", "e9", "]", ",", "\uFFFD", " "};
    Consumer<String> reader = text -> read(text.getBytes(UTF_8));
    assertThat(excessive(reader, tokens)).isEmpty();
  }

  @Test
  void excerpts() {
    String[] tokens = {"bearer ", "sk-", "eyJ", ".", "data:", ",", "a", "A+/", " ", "=", "\u00a0"};
    assertThat(excessive(text -> new FailureOrigin("server", 0, null, text), tokens)).isEmpty();
  }

  @Test
  void redactionTakesLinearTime() {
    HttpCall call =
        Endpoint.of("server", "http://127.0.0.1:1", Credentials.none(), Timeouts.chat()).get("");
    String[] tokens = {"%25", "\\", "&#", "&amp;", "sk-secret", " ", "a", "\\u00"};
    assertThat(excessive(new RequestSecrets(call, "sk-secret-aaaaaaaaaaaa")::redact, tokens))
        .isEmpty();
  }

  private static void wait(String header, String text) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, text);
    headers.add("x-ratelimit-remaining", "0");
    var unused = RetryAfter.parse(headers, Instant.EPOCH).or(() -> RetryAfter.usedUp(headers));
  }

  private static void failed(String message) {
    JsonNode error =
        JsonNodeFactory.instance
            .objectNode()
            .set(
                "error",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("message", message)
                    .put("code", "moderation_blocked"));
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    var unused = OpenAiFailures.toException(new ErrorResponse(SERVER, none, error, null));
  }

  private static void feed(Iterable<String> pieces) {
    ServerSentEvents events = new ServerSentEvents(SERVER, Integer.MAX_VALUE);
    pieces.forEach(piece -> events.feed(Buffer.buffer(piece)));
  }

  private static void read(byte[] json) {
    try {
      var unused = Json.read(json, JsonNode.class, SERVER);
    } catch (AnimusException.Protocol expected) {
      // most of it is not JSON
    }
  }
}
