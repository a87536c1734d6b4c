package dev.animus4j.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server of the recipe, as a browser sees it. */
@VertxTest
class StreamToABrowserTest {
  private final HttpClient browser = HttpClient.newHttpClient();
  private Simulator simulator;
  private String origin;

  @BeforeEach
  void start(Vertx vertx) {
    simulator = Simulator.start(vertx, 0).await();
    System.setProperty("animus.api.key", "any");
    System.setProperty("animus.base.url", simulator.origin() + "/v3");
    origin = "http://localhost:" + StreamToABrowser.listen(vertx, 0);
  }

  @AfterEach
  void clear() {
    System.clearProperty("animus.api.key");
    System.clearProperty("animus.base.url");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + path));
  }

  private HttpRequest message(String text) {
    return request("/chat/anna").POST(BodyPublishers.ofString(text)).build();
  }

  @Test
  void theEventsAreStreamedAndTheImageIsServed() throws Exception {
    HttpResponse<String> answer =
        browser.send(message("Can you show me a cat?"), BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(answer.body())
        .startsWith("id: 1\nevent: messageReceived\ndata: {")
        .containsSubsequence(
            "event: messageTokens\n",
            "event: messageComplete\n",
            "event: imageGenerationComplete\n",
            "event: exchangeComplete\n")
        .endsWith("}\n\n");

    String url = "/images/" + find("\"imageUrl\":\"(.+?)\"", answer.body());
    HttpResponse<byte[]> image = browser.send(request(url).build(), BodyHandlers.ofByteArray());
    assertThat(ImageIO.read(new ByteArrayInputStream(image.body())).getWidth()).isPositive();
  }

  @Test
  void anExchangeCanBeStopped() throws Exception {
    simulator.script(ScriptedResponse.ruleBased().forPath("/completions").stallAfter(200));
    HttpResponse<InputStream> answer =
        browser.send(message("Hello!"), BodyHandlers.ofInputStream());
    var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    String first = lines.lines().filter(line -> line.startsWith("data")).findFirst().get();
    String path = "/chat/anna/" + find("\"exchangeId\":\"(.+?)\"", first);

    HttpRequest stop = request(path).DELETE().build();
    assertThat(browser.send(stop, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    assertThat(lines.lines().collect(Collectors.joining("\n")))
        .contains("event: messagesCancelled", "\"outcome\":\"interrupted\"");
  }

  @Test
  void anEmptyMessageAndAnUnknownImageFail() throws IOException, InterruptedException {
    assertThat(browser.send(message(""), BodyHandlers.ofString()).body())
        .contains("event: messageError");
    HttpRequest unknown = request("/images/mem:unknown").build();
    assertThat(browser.send(unknown, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
