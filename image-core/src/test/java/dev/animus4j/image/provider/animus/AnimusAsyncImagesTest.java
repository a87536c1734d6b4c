package dev.animus4j.image.provider.animus;

import static dev.animus4j.image.provider.AnimusImagesFixture.FOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.image.provider.VirtualClock;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class AnimusAsyncImagesTest {
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
    clock.awaitWaiting(0);
  }

  @Test
  void ordersAsksUntilItIsDoneAndFetchesThePicture() {
    List<ImageUpdate> parts = drawn(model(), FOX);

    assertThat(parts.subList(0, 3)).containsExactly(step(0), step(1), step(2));
    Image image = (Image) parts.get(3);
    assertThat(Path.of(image.location())).exists().hasSize(image.format().bytes());
    assertThat(image.format().width()).isEqualTo(512);
    assertThat(asked())
        .containsExactly(
            "POST /v2/generation/create",
            "GET /v2/generation/status/" + image.generation().id(),
            "GET /v2/generation/status/" + image.generation().id(),
            "GET /v2/generation/status/" + image.generation().id(),
            "GET " + image.lineage().published().getPath());
    assertThat(clock.elapsed()).isEqualTo(INTERVAL.multipliedBy(3));
  }

  @Test
  void waitsForTheIntervalFromOneAnswerToTheNextQuestion() {
    TestSubscriber<ImageUpdate> drawing = model().stream(FOX).test();

    clock.passes(INTERVAL.minusNanos(1), 2);
    assertThat(asked()).hasSize(1);
    clock.passes(Duration.ofNanos(1), 2);
    clock.passes(INTERVAL.minusNanos(1), 2);
    assertThat(asked()).hasSize(2);

    drawing.cancel();
  }

  @Test
  void tellsHowThePictureWasMade() {
    Image image = last(drawn(model().withModel("Animus/Photo"), FOX.withSeed(7)));

    assertThat(image.generation().model()).isEqualTo("Animus/Photo");
    assertThat(image.generation().provider()).isEqualTo("Animus");
    assertThat(image.location().toString()).contains("/image_animus-photo_");
    assertThat(image.generation().id()).startsWith("gen_sim_");
    assertThat(image.generation().seed()).isEqualTo(7);
    assertThat(image.generation().inferenceTime()).isPositive();
    assertThat(image.prompt()).isEqualTo(FOX.prompt());
    assertThat(image.lineage().parent()).isNull();
  }

  @Test
  void sendsWhatWasSetByItsWireNameAndNothingElse() {
    drawn(model(), FOX);
    ImageRequest full =
        FOX.withSeed(7)
            .withSize(640, 480)
            .withExtra("negative_prompt", "people")
            .withExtra("num_images", 1)
            .withExtra("strength", 0.4)
            .withExtra("guidance_scale", 7.5)
            .withExtra("num_inference_steps", 20)
            .withExtra("character_id", "c1")
            .withExtra("use_face_lora", false);
    drawn(model(), full);

    assertThat(order(0)).isEqualTo(Map.of("prompt", FOX.prompt()));
    assertThat(order(1))
        .containsEntry("prompt", FOX.prompt())
        .containsEntry("seed", 7)
        .containsEntry("width", 640)
        .containsEntry("height", 480)
        .containsEntry("negative_prompt", "people")
        .containsEntry("num_images", 1)
        .containsEntry("strength", 0.4)
        .containsEntry("guidance_scale", 7.5)
        .containsEntry("num_inference_steps", 20)
        .containsEntry("character_id", "c1")
        .containsEntry("use_face_lora", false)
        .hasSize(11);
  }

  @Test
  void changesAPictureThatWasPublished() {
    Image fox = last(drawn(model(), FOX));

    Image darker = last(drawn(model(), ImageRequest.of("darker").withSource(fox)));

    assertThat(order(1)).containsEntry("source_image_url", fox.lineage().published().toString());
    assertThat(darker.lineage().parent()).isEqualTo(fox.location());
    assertThat(darker.lineage().published().toString()).contains("-dark-");
  }

  @Test
  void severalPicturesComeOneAfterTheOther() throws Exception {
    List<ImageUpdate> parts = drawn(model(), FOX.withExtra("num_images", 3));

    assertThat(parts.stream().filter(Image.class::isInstance)).hasSize(3).doesNotHaveDuplicates();
    assertThat(parts.subList(0, 3)).containsExactly(step(0), step(1), step(2));
    assertThat(studio.files()).hasSize(3);
  }

  @Test
  void anOrderThatBecameABatchIsFollowedWhole() {
    String[] ids = new String[2];
    for (int at = 0; at < 2; at++) {
      ids[at] = last(drawn(model(), FOX)).generation().id();
    }
    JsonArray results =
        new JsonArray()
            .add(new JsonObject().put("generation_id", ids[0]).put("prompt_index", 0))
            .add(new JsonObject().put("generation_id", ids[1]).put("prompt_index", 1));
    studio.answers(new JsonObject().put("batch_id", "b").put("results", results).encode());

    TestSubscriber<ImageUpdate> drawing = model().stream(FOX).test();
    clock.passes(INTERVAL, 4);
    drawing.awaitDone(30, TimeUnit.SECONDS).assertComplete();

    assertThat(drawing.values().stream().filter(Image.class::isInstance)).hasSize(2);
  }

  @Test
  void doesNotShowItsCredentialsToTheHostOfThePicture() {
    drawn(model(), FOX);

    List<ReceivedRequest> all = studio.provider.requests();
    assertThat(all.get(1).header("authorization")).isEqualTo("Bearer secret-key");
    assertThat(all.get(all.size() - 1).headers()).doesNotContainKey("authorization");
  }

  @Test
  void resumesAGenerationWithoutOrderingItAgain() {
    String id = last(drawn(model(), FOX)).generation().id();
    studio.provider.reset();

    TestSubscriber<ImageUpdate> drawing = model().resume(id, FOX).test();
    clock.passes(INTERVAL, 2);
    drawing.awaitDone(30, TimeUnit.SECONDS).assertValueCount(1).assertComplete();

    assertThat(asked().get(0)).isEqualTo("GET /v2/generation/status/" + id);
  }

  @Test
  void deletesAGenerationAndDoesNotMindWhenItIsGone() {
    String id = last(drawn(model(), FOX)).generation().id();

    model().delete(id).blockingAwait();
    model().delete(id).blockingAwait();

    assertThat(asked()).endsWith("DELETE /v2/generation/generations/" + id);
  }

  @Test
  void aDeletionThatFailsSaysSo() {
    studio.answers("{\"success\":false,\"message\":\"locked\"}");

    assertThat(model().delete("a b/c").materialize().blockingGet().getError())
        .hasMessageContaining("locked");
    assertThat(asked()).containsExactly("DELETE /v2/generation/generations/a%20b%2Fc");
  }

  @Test
  void everythingHappensOnTheContextOfItsSubscriber(Vertx vertx, VertxTestContext test) {
    Context context = vertx.getOrCreateContext();
    AnimusAsyncImages quick =
        model().withPolling(AnimusPollingOptions.defaults().withInterval(Duration.ofMillis(1)));

    context.runOnContext(
        now ->
            quick
                .generate(FOX)
                .doOnSuccess(image -> assertThat(Vertx.currentContext()).isSameAs(context))
                .subscribe(image -> test.completeNow(), test::failNow));
  }

  @Test
  void hasAPlaceAndAPatienceOfItsOwn() {
    assertThat(AnimusAsyncImages.endpoint(Credentials.none()).baseUrl())
        .isEqualTo("https://api.animusai.co/v2");
    assertThat(AnimusPollingOptions.defaults().interval()).isEqualTo(INTERVAL);
    assertThat(AnimusPollingOptions.defaults().total()).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> AnimusPollingOptions.defaults().withTotal(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNothingBeforeSubscription() {
    model().stream(FOX);
    model().resume("x", FOX);
    model().delete("x");

    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void toldNothingNewItSaysNothing() {
    for (int time = 0; time < 3; time++) {
      studio.provider.script(
          ScriptedResponse.status(200)
              .forPath("gen_1")
              .body("{\"status\":\"queued\",\"progress\":0}"));
    }
    studio.provider.script(
        ScriptedResponse.status(200).forPath("create").body("{\"generation_id\":\"gen_1\"}"));
    TestSubscriber<ImageUpdate> drawing = model().stream(FOX).test();

    clock.passes(INTERVAL, 2);
    clock.passes(INTERVAL, 2);
    clock.passes(INTERVAL, 2);
    clock.awaitWaiting(2);

    drawing.assertValues(step(0), step(1));
    drawing.cancel();
  }

  private AnimusAsyncImages model() {
    Endpoint endpoint =
        AnimusAsyncImages.endpoint(Credentials.key("secret-key")).withTimeouts(Timeouts.images());
    Endpoint local = endpoint.withBaseUrl(studio.provider.origin() + "/v2");
    return AnimusAsyncImages.create(studio.http, local, studio.store())
        .withPolling(AnimusPollingOptions.defaults().withTiming(clock.pace()));
  }

  /** The simulator is done at the third question. */
  private List<ImageUpdate> drawn(AnimusAsyncImages model, ImageRequest request) {
    TestSubscriber<ImageUpdate> drawing = model.stream(request).test();
    for (int question = 0; question < 3; question++) {
      clock.passes(INTERVAL, 2);
    }
    return drawing.awaitDone(30, TimeUnit.SECONDS).assertComplete().assertNoErrors().values();
  }

  private static Image last(List<ImageUpdate> parts) {
    return (Image) parts.get(parts.size() - 1);
  }

  private static ImageUpdate step(int index) {
    return new ImageUpdate.Progressed(index, null);
  }

  private static List<String> asked() {
    return studio.provider.requests().stream()
        .map(request -> request.method() + " " + request.path())
        .toList();
  }

  private static Map<String, Object> order(int index) {
    return studio.provider.requests().stream()
        .filter(request -> request.method().equals("POST"))
        .skip(index)
        .findFirst()
        .map(request -> new JsonObject(request.body()).getMap())
        .orElseThrow();
  }
}
