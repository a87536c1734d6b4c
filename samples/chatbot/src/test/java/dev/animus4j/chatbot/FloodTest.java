package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to it, the service stays small, and answers others. {@code -Dchatbot.flood=8} is
 * eight times as much, {@code -Dchatbot.addresses=5} from as many addresses.
 */
class FloodTest {
  private static final int TIMES = Integer.getInteger("chatbot.flood", 1);
  private static final int ADDRESSES = Integer.getInteger("chatbot.addresses", 1);
  private static final int MEGABYTES = 400;
  private static final int PICTURE = 8 << 20;

  private static Vertx vertx;
  private static Simulator simulator;
  private static Chatbot chatbot;
  private static Flood flood;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    simulator = Simulator.start(vertx, 0).await().recording(false);
    chatbot =
        Chatbot.start(
            Map.of(
                "CHATBOT_PORT", "0",
                "CHATBOT_REQUESTS_PER_MINUTE", "100000",
                "CHATBOT_STYLE", "stream",
                "OPENAI_API_KEY", "any",
                "OPENAI_MODEL", "any",
                "OPENAI_IMAGE_MODEL", "gpt-image-1",
                "OPENAI_BASE_URL", simulator.origin() + "/v1"));
    flood = new Flood(vertx, chatbot.port(), ADDRESSES);
    Flood.Begun one = flood.begin();
    flood.say(one, "Hello").await();
    flood.change(one, flood.upload(one, ApiTest.png(), 1 << 20)).await();
  }

  @AfterAll
  static void stop() {
    flood.close();
    chatbot.close();
    simulator.close().await();
    vertx.close().await();
  }

  /** While this is done, it is asked whether it lives. */
  private static void withstands(String what, Runnable work) throws Exception {
    flood.answers.clear();
    try (Pulse pulse = new Pulse(chatbot.port())) {
      work.run();
      pulse.await();
      assertThat(pulse.slowest()).as(what).isLessThan(Pulse.limit());
    }
    assertThat(chatbot.isAlive()).isTrue();
    assertThat(chatbot.resident()).as(what).isLessThan(MEGABYTES);
  }

  @Test
  void streamsThatNobodyReads() throws Exception {
    withstands("unread streams", FloodTest::unread);
  }

  private static void unread() {
    List<Future<?>> streams = new ArrayList<>();
    for (int i = 0; i < 5 * TIMES; i++) {
      Flood.Begun one = flood.begin();
      Flood.all(Stream.generate(() -> flood.say(one, "x".repeat(7_900))).limit(5).toList());
      IntStream.range(0, 20).forEach(j -> streams.add(flood.listen(one)));
    }
    Flood.all(streams);
  }

  @Test
  void framesThatInflate() throws Exception {
    Flood.Begun one = flood.begin();
    withstands(
        "inflating frames",
        () -> Flood.all(Stream.generate(() -> flood.inflate(one)).limit(16L * TIMES).toList()));
  }

  @Test
  void largePicturesThatAreShown() throws Exception {
    Flood.Begun one = flood.begin();
    String first = flood.upload(one, ApiTest.png(), PICTURE);
    String second = flood.upload(one, ApiTest.png(), PICTURE);
    withstands(
        "pictures shown",
        () ->
            Flood.all(
                Stream.generate(() -> flood.say(one, "What is this?", first, second))
                    .limit(5L * TIMES)
                    .toList()));
    assertThat(flood.answers).containsOnly(202);
  }

  @Test
  void largePicturesThatAreChanged() throws Exception {
    Flood.Begun one = flood.begin();
    String picture = flood.upload(one, ApiTest.png(), PICTURE);
    withstands(
        "pictures changed",
        () ->
            Flood.all(
                Stream.generate(() -> flood.change(one, picture)).limit(6L * TIMES).toList()));
    assertThat(flood.answers).containsOnly(201);
  }

  @Test
  void uploadsAtOnce() throws Exception {
    Flood.Begun one = flood.begin();
    byte[] png = ApiTest.png();
    withstands(
        "uploads",
        () ->
            Flood.all(
                Stream.generate(() -> flood.uploaded(one, png, PICTURE))
                    .limit(8L * TIMES)
                    .toList()));
    assertThat(flood.answers).contains(201).isSubsetOf(201, 429, 0);
  }

  @Test
  void picturesThatNobodyReads() throws Exception {
    String picture = flood.upload(flood.begin(), ApiTest.png(), PICTURE);
    withstands("unread pictures", () -> unread(picture));
  }

  @Test
  void filesThatNobodyReads() throws Exception {
    withstands("unread files", () -> unread("/openapi.json"));
  }

  private static void unread(String path) {
    Flood.all(Stream.generate(() -> flood.ignore(path)).limit(500L * TIMES).toList());
  }

  @Test
  void manySessions() throws Exception {
    withstands(
        "sessions",
        () ->
            Flood.all(
                IntStream.range(0, 50 * TIMES)
                    .mapToObj(i -> flood.say(flood.begin(), "x".repeat(7_900)))
                    .toList()));
  }

  @Test
  void headsThatDoNotEnd() throws Exception {
    String head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(2_000);
    withstands(
        "slow heads",
        () -> Flood.all(Stream.generate(() -> flood.crawl(head)).limit(1_100L * TIMES).toList()));
  }
}
