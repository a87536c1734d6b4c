package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageOptions;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.animus.AnimusAsyncImages;
import dev.animus4j.image.provider.animus.AnimusPollingOptions;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.cloudflare.WorkersAiImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@VertxTest
class ImageOptionsTest {
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;
  private static final Buffer PNG = drawn("png", 20, 10);
  private static final String BASE64 = Base64.getEncoder().encodeToString(PNG.getBytes());
  private static final URI SOURCE = URI.create("data:image/png;base64," + BASE64);
  private static final Map<String, UnaryOperator<ImageRequest>> OPTIONS =
      Map.of(
          "count", request -> request.withCount(2),
          "quality", request -> request.withQuality("high"),
          "background", request -> request.withBackground("transparent"),
          "format", request -> request.withOutputFormat("png"),
          "negative", request -> request.withNegativePrompt("dogs"),
          "steps", request -> request.withSteps(4),
          "guidance", request -> request.withGuidance(3.5),
          "strength", request -> request.withStrength(0.5),
          "mask", request -> request.withReferenceImages(ReferenceImage.mask(PNG)));
  private static AnimusImagesFixture studio;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
  }

  /** What each model is sent; "-" is left out, and "!" refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      openai/gpt-image-2 | n | quality | background | output_format | ! | - | - | !
      openai/any-model   | n | quality | background | output_format | ! | - | - | !
      openai/dall-e-2    | n | quality | ! | ! | ! | - | - | !
      openai/dall-e-3    | ! | quality | ! | ! | ! | - | - | !
      openai/grok-imagine-image | n | quality | ! | ! | ! | - | - | !
      openai/grok-2-image | n | - | ! | ! | ! | - | - | !
      gemini/gemini-3-pro-image | ! | - | ! | ! | ! | - | - | !
      workersai/@cf/x/stable-diffusion | ! | - | ! | ! | negative_prompt | num_steps | guidance | strength
      workersai/@cf/x/flux-1-schnell | ! | - | ! | ! | ! | steps | - | !
      workersai/@cf/x/flux-2-dev | ! | - | ! | ! | ! | steps | guidance | !
      workersai/@cf/x/flux-2-klein-4b | ! | - | ! | ! | ! | - | guidance | !
      sdxl/worker | ! | - | ! | ! | negative_prompt | num_steps | guidance | strength
      flux/worker | ! | - | ! | ! | ! | steps | - | !
      animus/images | ! | - | ! | ! | ! | - | - | !
      generations/images | num_images | - | ! | ! | negative_prompt | num_inference_steps | guidance_scale | strength
      """)
  void eachModelIsSentWhatItTakes(
      String model,
      String count,
      String quality,
      String background,
      String format,
      String negative,
      String steps,
      String guidance,
      String strength) {
    assertOption(model, "count", count, "2");
    assertOption(model, "quality", quality, "high");
    assertOption(model, "background", background, "transparent");
    assertOption(model, "format", format, "png");
    assertOption(model, "negative", negative, "dogs");
    assertOption(model, "steps", steps, "4");
    assertOption(model, "guidance", guidance, "3.5");
    assertOption(model, "strength", strength, "0.5");
  }

  @ParameterizedTest
  @CsvSource({
    "gemini/gemini-3-pro-image",
    "workersai/@cf/x/flux-1-schnell",
    "workersai/@cf/x/flux-2-dev",
    "flux/worker",
    "animus/images",
    "generations/images",
    "sdxl/worker"
  })
  void aMaskIsRefusedByModelsThatTakeNoneAndWithoutAPicture(String model) {
    assertOption(model, "mask", "!", "");
  }

  @Test
  void stableDiffusionIsSentTheMaskOfThePictureToChange() {
    ImageRequest change = FOX.withSource(SOURCE).withReferenceImages(ReferenceImage.mask(PNG));

    model("sdxl/worker").generate(change).ignoreElement().blockingAwait();

    JsonObject sent = new JsonObject(studio.provider.requests().get(0).body());
    byte[] png = PNG.getBytes();
    assertThat(sent.getJsonArray("mask"))
        .isEqualTo(
            new JsonArray(IntStream.range(0, png.length).mapToObj(at -> png[at] & 0xFF).toList()));
    assertThat(sent.getString("image_b64")).isEqualTo(BASE64);
  }

  @Test
  void aMaskForOpenAiNeedsAPicture() {
    ReferenceImage mask = ReferenceImage.mask(PNG);

    assertThatThrownBy(
            () -> model("openai/any").generate(FOX.withReferenceImages(mask)).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("a mask needs a picture");
    assertThat(studio.provider.requests()).isEmpty();
    ReferenceImage logo = ReferenceImage.of(PNG).withRole("logo").withName("ACME");
    model("openai/any")
        .generate(FOX.withReferenceImages(logo, mask))
        .ignoreElement()
        .blockingAwait();
    assertThat(studio.provider.requests().get(0).body())
        .contains(
            "name=\"image\"; filename=\"image-0.png\"", "name=\"mask\"; filename=\"mask.png\"");
  }

  @Test
  void oneImageIsWhatAllModelsMake() {
    for (String model : List.of("openai/dall-e-3", "gemini/gemini-3-pro-image", "flux/worker")) {
      model(model).generate(FOX.withCount(1)).ignoreElement().blockingAwait();
    }
    assertThat(studio.provider.requests())
        .allSatisfy(
            asked -> assertThat(asked.path() + asked.body()).doesNotContain("\"n\"", "n=1"));
  }

  @Test
  void anExtraFieldTakesPrecedence() {
    model("openai/any")
        .generateAll(FOX.withCount(2).withExtra("n", 3).withQuality("low").withExtra("quality", 7))
        .test()
        .awaitDone(30, SECONDS)
        .assertValue(images -> images.size() == 3);

    JsonObject sent = new JsonObject(studio.provider.requests().get(0).body());
    assertThat(sent.getInteger("n")).isEqualTo(3);
    assertThat(sent.getInteger("quality")).isEqualTo(7);
  }

  @Test
  void severalImagesAreRequestedAndComeByOneOption() {
    assertThat(model("openai/any").generateAll(FOX.withCount(3)).blockingGet()).hasSize(3);
  }

  @Test
  void numbersOutOfRangeAreRefusedAtOnce() {
    List<Runnable> wrong =
        List.of(
            () -> FOX.withCount(0),
            () -> FOX.withSteps(0),
            () -> FOX.withGuidance(-1),
            () -> FOX.withGuidance(Double.NaN),
            () -> FOX.withStrength(1.1),
            () -> FOX.withStrength(Double.NaN));
    for (Runnable request : wrong) {
      assertThatIllegalArgumentException().isThrownBy(request::run);
    }
    ImageOptions all =
        ImageOptions.defaults().withCount(2).withSteps(3).withStrength(1).withGuidance(0);
    assertThat(FOX.withOptions(all).withPrompt("a").withSeed(1).options()).isEqualTo(all);
  }

  private static void assertOption(String name, String option, String field, String value) {
    int before = studio.provider.requests().size();
    ImageRequest request = OPTIONS.get(option).apply(FOX);
    if (field.equals("!")) {
      assertThatThrownBy(() -> model(name).generate(request).blockingGet())
          .as("%s of %s", option, name)
          .isInstanceOf(AnimusException.InvalidRequest.class);
      assertThat(studio.provider.requests()).hasSize(before);
      return;
    }
    model(name).generate(request).ignoreElement().blockingAwait();
    String sent = studio.provider.requests().get(before).path();
    sent += studio.provider.requests().get(before).body();
    if (field.equals("-")) {
      assertThat(sent).as("%s of %s", option, name).doesNotContain(value + "\"", ":" + value);
    } else {
      assertThat(sent)
          .as("%s of %s", option, name)
          .containsAnyOf(
              "\"" + field + "\":" + value,
              "\"" + field + "\":\"" + value + "\"",
              "name=\"" + field + "\"\r\n\r\n" + value + "\r\n",
              "&" + field + "=" + value);
    }
  }

  private static ImageModel model(String name) {
    String[] parts = name.split("/", 2);
    String origin = studio.provider.origin();
    Credentials key = Credentials.key("k");
    return switch (parts[0]) {
      case "openai" ->
          OpenAiImages.create(
              studio.http, OpenAiImages.endpoint(origin + "/v1", key), studio.store(), parts[1]);
      case "gemini" ->
          GeminiImages.create(
              studio.http,
              GeminiImages.endpoint(key).withBaseUrl(origin + "/v1beta"),
              studio.store(),
              parts[1]);
      case "workersai" ->
          WorkersAiImages.create(
              studio.http,
              WorkersAiImages.endpoint("a", key)
                  .withBaseUrl(origin + "/client/v4/accounts/a/ai/run"),
              studio.store(),
              parts[1]);
      case "sdxl" ->
          SdxlWorkerImages.create(
              studio.http,
              SdxlWorkerImages.endpoint(origin + "/workers/sdxl", key),
              studio.store());
      case "flux" ->
          FluxWorkerImages.create(
              studio.http, FluxWorkerImages.endpoint(origin + "/workers/flux"), studio.store());
      case "animus" -> studio.model();
      default ->
          AnimusAsyncImages.create(
                  studio.http,
                  AnimusAsyncImages.endpoint(key).withBaseUrl(origin + "/v2"),
                  studio.store())
              .withPolling(AnimusPollingOptions.defaults().withInterval(Duration.ofMillis(1)));
    };
  }
}
