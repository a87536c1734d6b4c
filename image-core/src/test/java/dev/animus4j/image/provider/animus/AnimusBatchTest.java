package dev.animus4j.image.provider.animus;

import static dev.animus4j.image.provider.AnimusImagesFixture.FOX;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.image.provider.VirtualClock;
import dev.animus4j.image.provider.animus.AnimusBatchItemResult.Failed;
import dev.animus4j.image.provider.animus.AnimusBatchItemResult.Generated;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@VertxTest
class AnimusBatchTest {
  private static AnimusImagesFixture studio;
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final VirtualClock clock = new VirtualClock();
  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
  }

  @AfterEach
  void nobodyWaitsForAnything() {
    eventually(() -> studio.provider.openRequests() == 0);
    clock.awaitWaiting(0);
  }

  @Test
  void drawsAllOfThemAndSaysWhichIsWhich() throws Exception {
    TestSubscriber<AnimusBatchItemResult> drawing = model().batch(requests(3)).test();
    for (int question = 0; question < 3; question++) {
      clock.passes(INTERVAL, 6);
    }

    List<AnimusBatchItemResult> outcomes = inOrder(drawing);

    assertThat(outcomes).hasSize(3).allMatch(Generated.class::isInstance);
    for (int at = 0; at < 3; at++) {
      assertThat(outcomes.get(at).index()).isEqualTo(at);
      assertThat(((Generated) outcomes.get(at)).image().prompt()).isEqualTo("fox " + at);
    }
    assertThat(studio.files()).hasSize(3);
    assertThat(studio.provider.requests().get(0).path()).isEqualTo("/v2/generation/batch");
  }

  @Test
  void asksAfterEightAtATime() {
    TestSubscriber<AnimusBatchItemResult> drawing = model().batch(requests(10)).test();
    for (int question = 0; question < 3; question++) {
      clock.passes(INTERVAL, 16);
    }
    eventually(() -> drawing.values().size() >= 8);
    for (int question = 0; question < 3; question++) {
      clock.passes(INTERVAL, 4);
    }

    assertThat(inOrder(drawing)).hasSize(10).allMatch(Generated.class::isInstance);
  }

  @Test
  void onePromptThatFailsIsNoMatterToTheOthers() {
    String drawn = drawn();
    studio.answers(
        ("{'batch_id':'b','results':["
                + "{'generation_id':'"
                + drawn
                + "','status':'queued','prompt_index':2},"
                + "{'generation_id':null,'status':'failed','prompt_index':0,'error':'too long'},"
                + "{'generation_id':'gen_lost','status':'queued','prompt_index':1}]}")
            .replace('\'', '"'));
    studio.provider.script(
        ScriptedResponse.status(200)
            .forPath("gen_lost")
            .body(
                "{\"generation_id\":\"gen_lost\",\"status\":\"ERROR\",\"error\":\"worker lost\"}"));

    TestSubscriber<AnimusBatchItemResult> drawing = model().batch(requests(4)).test();
    clock.passes(INTERVAL, 4);
    List<AnimusBatchItemResult> outcomes = inOrder(drawing);

    assertThat(failure(outcomes.get(0))).hasMessageContaining("too long");
    assertThat(failure(outcomes.get(1))).hasMessageContaining("gen_lost ERROR: worker lost");
    assertThat(outcomes.get(2)).isInstanceOf(Generated.class);
    assertThat(failure(outcomes.get(3)))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("no answer");
  }

  @Test
  void aBatchThatIsNotTakenFailsAsAWhole() {
    studio.provider.script(ScriptedResponse.status(402));

    model()
        .batch(requests(2))
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertFailure(AnimusException.QuotaExhausted.class);
  }

  @Test
  void sendsWhatIsOfEachPromptThereAndWhatIsOfAllOnce() {
    ImageRequest one = FOX.withExtra("character_id", "c1").withExtra("group_title", "foxes");
    URI photo = URI.create("https://example.org/fox.png");
    studio.provider.script(ScriptedResponse.status(402));

    model()
        .batch(List.of(one.withExtra("face_swap", false), one.withSource(photo)))
        .test()
        .awaitDone(30, TimeUnit.SECONDS);

    assertThat(new JsonObject(studio.provider.requests().get(0).body()))
        .isEqualTo(
            new JsonObject(
                """
                {"character_id": "c1", "group_title": "foxes", "prompts": [
                  {"prompt": "a red fox in the snow", "face_swap": false},
                  {"prompt": "a red fox in the snow",
                   "source_image_url": "https://example.org/fox.png"}]}
                """));
  }

  static Stream<List<ImageRequest>> impossible() {
    return Stream.of(
        List.of(FOX, FOX.withSeed(1)),
        List.of(FOX.withSize(64, 64)),
        List.of(FOX.withExtra("strength", 0.5)),
        List.of(FOX.withExtra("character_id", "a"), FOX.withExtra("character_id", "b")),
        List.of(FOX, FOX.withExtra("group_id", "g")));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void unsupportedRequestsAreRejectedBeforeAnythingIsSent(List<ImageRequest> requests) {
    model()
        .batch(requests)
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertFailure(AnimusException.InvalidRequest.class);

    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void noPromptsAreNoRequest() {
    model().batch(List.of()).test().awaitDone(30, TimeUnit.SECONDS).assertResult();

    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void aCancelEndsAllQuestionsAtOnce() {
    TestSubscriber<AnimusBatchItemResult> drawing = model().batch(requests(5)).test();
    clock.passes(INTERVAL, 10);
    clock.awaitWaiting(10);

    drawing.cancel();

    clock.awaitWaiting(0);
    assertThat(studio.provider.requests()).hasSize(6);
  }

  @Test
  void eachIsGivenUpByItself() {
    studio.answers(
        "{\"results\":[{\"generation_id\":\"gen_1\",\"status\":\"Waiting\"},"
            + "{\"error\":\"too long\"}]}");
    studio.provider.script(
        ScriptedResponse.status(200).forPath("gen_1").delay(Duration.ofMinutes(1)));
    TestSubscriber<AnimusBatchItemResult> drawing = model().batch(requests(2)).test();
    clock.passes(INTERVAL, 2);
    eventually(() -> studio.provider.requests().size() == 2);
    clock.passes(Duration.ofMinutes(5), 1);

    List<AnimusBatchItemResult> outcomes = inOrder(drawing);

    assertThat(failure(outcomes.get(0)))
        .isInstanceOf(AnimusException.TimedOut.class)
        .hasMessageContaining("gen_1 is Waiting");
    assertThat(failure(outcomes.get(1))).hasMessageContaining("too long");
  }

  private String drawn() {
    TestSubscriber<AnimusBatchItemResult> drawing = model().batch(requests(1)).test();
    for (int question = 0; question < 3; question++) {
      clock.passes(INTERVAL, 2);
    }
    return ((Generated) inOrder(drawing).get(0)).image().generation().id();
  }

  private static List<ImageRequest> requests(int count) {
    return IntStream.range(0, count).mapToObj(at -> ImageRequest.of("fox " + at)).toList();
  }

  private static List<AnimusBatchItemResult> inOrder(
      TestSubscriber<AnimusBatchItemResult> drawing) {
    return drawing
        .awaitDone(30, TimeUnit.SECONDS)
        .assertComplete()
        .assertNoErrors()
        .values()
        .stream()
        .sorted(Comparator.comparingInt(AnimusBatchItemResult::index))
        .toList();
  }

  private static AnimusException failure(AnimusBatchItemResult outcome) {
    return ((Failed) outcome).failure();
  }

  private AnimusAsyncImages model() {
    Endpoint endpoint =
        Endpoint.of(
            "Animus",
            studio.provider.origin() + "/v2",
            Credentials.key("secret-key"),
            Timeouts.images());
    return AnimusAsyncImages.create(studio.http, endpoint, studio.store())
        .withPolling(AnimusPollingOptions.defaults().withTiming(clock.pace()));
  }
}
