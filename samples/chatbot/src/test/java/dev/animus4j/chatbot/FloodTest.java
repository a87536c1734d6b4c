package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Under any flood, the service stays small, and answers others. {@code -Dchatbot.flood=8} is eight
 * times as much, {@code -Dchatbot.addresses=5} from as many addresses.
 */
@Tag("long")
@VertxTest
class FloodTest {
  private static final int TIMES = Integer.getInteger("chatbot.flood", 1);
  private static final int ADDRESSES = Integer.getInteger("chatbot.addresses", 1);
  private static final int MEGABYTES = 400;
  private static final int PICTURE = 8 << 20;

  private static Simulator simulator;
  private static ChatbotProcess chatbotProcess;
  private static FloodClient floodClient;

  @BeforeAll
  static void start(Vertx vertx) throws Exception {
    simulator = Simulator.start(vertx, 0).await().recording(false);
    chatbotProcess =
        ChatbotProcess.start(
            Map.of(
                "CHATBOT_PORT", "0",
                "CHATBOT_DATA", ChatbotFixture.directory("flood"),
                "CHATBOT_REQUESTS_PER_MINUTE", "100000",
                "CHATBOT_STYLE", "stream",
                "OPENAI_API_KEY", "any",
                "OPENAI_MODEL", "any",
                "OPENAI_IMAGE_MODEL", "gpt-image-1",
                "OPENAI_BASE_URL", simulator.origin() + "/v1"));
    floodClient = new FloodClient(vertx, chatbotProcess.port(), ADDRESSES);
    FloodClient.FloodSession one = floodClient.begin();
    floodClient.say(one, "Hello").await();
    floodClient.change(one, floodClient.upload(one, ApiTest.png(), 1 << 20)).await();
  }

  @AfterAll
  static void stop() {
    floodClient.close();
    chatbotProcess.close();
  }

  /** Runs the work while probing that the service is alive. */
  private static void withstands(String what, Runnable work) throws Exception {
    floodClient.answers.clear();
    try (LivenessProbe livenessProbe = new LivenessProbe(chatbotProcess.port())) {
      work.run();
      livenessProbe.await();
      assertThat(livenessProbe.slowest()).as(what).isLessThan(LivenessProbe.limit());
    }
    assertThat(chatbotProcess.isAlive()).isTrue();
    assertThat(chatbotProcess.resident()).as(what).isLessThan(MEGABYTES);
  }

  @Test
  void streamsThatNobodyReads() throws Exception {
    withstands("unread streams", FloodTest::unread);
  }

  private static void unread() {
    List<Future<?>> streams = new ArrayList<>();
    for (int i = 0; i < 5 * TIMES; i++) {
      FloodClient.FloodSession one = floodClient.begin();
      FloodClient.all(
          Stream.generate(() -> floodClient.say(one, "x".repeat(7_900))).limit(5).toList());
      IntStream.range(0, 20).forEach(j -> streams.add(floodClient.listen(one)));
    }
    FloodClient.all(streams);
  }

  @Test
  void framesThatInflate() throws Exception {
    FloodClient.FloodSession one = floodClient.begin();
    withstands(
        "inflating frames",
        () ->
            FloodClient.all(
                Stream.generate(() -> floodClient.inflate(one)).limit(16L * TIMES).toList()));
  }

  @Test
  void largePicturesThatAreShown() throws Exception {
    FloodClient.FloodSession one = floodClient.begin();
    String first = floodClient.upload(one, ApiTest.png(), PICTURE);
    String second = floodClient.upload(one, ApiTest.png(), PICTURE);
    withstands(
        "pictures shown",
        () ->
            FloodClient.all(
                Stream.generate(() -> floodClient.say(one, "What is this?", first, second))
                    .limit(5L * TIMES)
                    .toList()));
    assertThat(floodClient.answers).containsOnly(202);
  }

  @Test
  void largePicturesThatAreChanged() throws Exception {
    FloodClient.FloodSession one = floodClient.begin();
    String picture = floodClient.upload(one, ApiTest.png(), PICTURE);
    withstands(
        "pictures changed",
        () ->
            FloodClient.all(
                Stream.generate(() -> floodClient.change(one, picture))
                    .limit(6L * TIMES)
                    .toList()));
    assertThat(floodClient.answers).containsOnly(201);
  }

  @Test
  void uploadsAtOnce() throws Exception {
    FloodClient.FloodSession one = floodClient.begin();
    byte[] png = ApiTest.png();
    withstands(
        "uploads",
        () ->
            FloodClient.all(
                Stream.generate(() -> floodClient.uploaded(one, png, PICTURE))
                    .limit(8L * TIMES)
                    .toList()));
    assertThat(floodClient.answers).contains(201).isSubsetOf(201, 429, 0);
  }

  @Test
  void picturesThatNobodyReads() throws Exception {
    String picture = floodClient.upload(floodClient.begin(), ApiTest.png(), PICTURE);
    withstands("unread pictures", () -> unread(picture));
  }

  @Test
  void filesThatNobodyReads() throws Exception {
    withstands("unread files", () -> unread("/openapi.json"));
  }

  private static void unread(String path) {
    FloodClient.all(Stream.generate(() -> floodClient.ignore(path)).limit(500L * TIMES).toList());
  }

  @Test
  void manySessions() throws Exception {
    withstands(
        "sessions",
        () ->
            FloodClient.all(
                IntStream.range(0, 50 * TIMES)
                    .mapToObj(i -> floodClient.say(floodClient.begin(), "x".repeat(7_900)))
                    .toList()));
  }

  @Test
  void headsThatDoNotEnd() throws Exception {
    String head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(2_000);
    withstands(
        "slow heads",
        () ->
            FloodClient.all(
                Stream.generate(() -> floodClient.crawl(head)).limit(1_100L * TIMES).toList()));
  }
}
