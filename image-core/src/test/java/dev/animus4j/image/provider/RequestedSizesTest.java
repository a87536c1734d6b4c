package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.Credentials;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.animus.AnimusAsyncImages;
import dev.animus4j.image.provider.animus.AnimusPollingOptions;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.cloudflare.WorkersAiImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@VertxTest
class RequestedSizesTest {
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;
  private static final String PICTURE =
      Base64.getEncoder().encodeToString(drawn("png", 20, 10).getBytes());
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      gpt-image-1                | 1024x1536 | 1024x1024 | 1536x1024
      gpt-image-1-mini           | 1024x1536 | 1024x1024 | 1536x1024
      gpt-image-1.5-2025-12-16   | 1024x1536 | 1024x1024 | 1536x1024
      openai/gpt-image-1         | 1024x1536 | 1024x1024 | 1536x1024
      chatgpt-image-latest       | 1024x1536 | 1024x1024 | 1536x1024
      gpt-image-2                | 480x1408  | 816x816   | 1920x1088
      gpt-image-2.5-flare        | 480x1408  | 816x816   | 1920x1088
      gpt-image-10               | 480x1408  | 816x816   | 1920x1088
      dall-e-3                   | 1024x1792 | 1024x1024 | 1792x1024
      dall-e-2                   | 256x256   | 512x512   | 1024x1024
      stable-diffusion           | 100x1000  | 512x512   | 1920x1080
      grok-2-image-1212          |           |           |
      """)
  void eachFamilyOfOpenAiIsSentASizeThatItTakes(
      String model, String tall, String square, String wide) {
    assertThat(sentToOpenAi(model, 100, 1000).get("size")).isEqualTo(tall);
    assertThat(sentToOpenAi(model, 512, 512).get("size")).isEqualTo(square);
    assertThat(sentToOpenAi(model, 1920, 1080).get("size")).isEqualTo(wide);
  }

  @Test
  void grokIsSentAnAspectRatioAndAResolution() {
    assertThat(sentToOpenAi("grok-imagine-image", 100, 1000)).isEqualTo(Map.of("ratio", "9:20"));
    assertThat(sentToOpenAi("grok-imagine-image", 512, 512)).isEqualTo(Map.of("ratio", "1:1"));
    assertThat(sentToOpenAi("grok-imagine-image", 1920, 1080)).isEqualTo(Map.of("ratio", "16:9"));
    assertThat(sentToOpenAi("xai/grok-imagine-image-2.0", 2560, 1440))
        .isEqualTo(Map.of("ratio", "16:9", "resolution", "2k"));
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3-pro-image, 9:16, 1:1, 16:9, 2K",
    "gemini-3.1-flash-image, 1:8, 1:1, 16:9, 2K",
    "gemini-2.5-flash-image, 9:16, 1:1, 16:9,"
  })
  void geminiIsSentTheNearestOfItsRatios(
      String model, String tall, String square, String wide, String large) {
    assertThat(sentToGemini(model, 100, 1000)).isEqualTo(Map.of("ratio", tall));
    assertThat(sentToGemini(model, 512, 512)).isEqualTo(Map.of("ratio", square));
    assertThat(sentToGemini(model, 1920, 1080).get("ratio")).isEqualTo(wide);
    assertThat(sentToGemini(model, 2048, 2048).get("resolution")).isEqualTo(large);
  }

  @ParameterizedTest
  @CsvSource({
    "@cf/stabilityai/stable-diffusion-xl-base-1.0, 256x2048, 512x512, 1920x1080",
    "@cf/black-forest-labs/flux-1-schnell,,,"
  })
  void workersAiIsSentWhatTheModelTakes(String model, String tall, String square, String wide) {
    assertThat(sentToWorkersAi(model, 100, 1000)).isEqualTo(tall);
    assertThat(sentToWorkersAi(model, 512, 512)).isEqualTo(square);
    assertThat(sentToWorkersAi(model, 1920, 1080)).isEqualTo(wide);
  }

  @Test
  void anSdxlWorkerIsSentTheNearestSizeOfTheSameShape() {
    String url = studio.provider.origin() + "/workers/sdxl";
    ImageModel model =
        SdxlWorkerImages.create(
            studio.http, SdxlWorkerImages.endpoint(url, Credentials.key("k")), studio.store());

    assertThat(sides(sent(model, 100, 1000))).isEqualTo("256x2048");
    assertThat(sides(sent(model, 3000, 1500))).isEqualTo("2048x1024");
    assertThat(sides(sent(model, 100, 150))).isEqualTo("256x384");
  }

  @Test
  void animusIsSentThePixelsAsTheyAre() {
    ImageModel model =
        AnimusAsyncImages.create(
                studio.http,
                AnimusAsyncImages.endpoint(Credentials.key("k"))
                    .withBaseUrl(studio.provider.origin() + "/v2"),
                studio.store())
            .withPolling(AnimusPollingOptions.defaults().withInterval(Duration.ofMillis(1)));

    model.generate(FOX.withSize(100, 1000)).blockingGet();

    assertThat(sides(new JsonObject(studio.provider.requests().get(0).body())))
        .isEqualTo("100x1000");
  }

  @Test
  void aFluxWorkerIsSentNoSize() {
    FluxWorkerImages.create(
            studio.http,
            FluxWorkerImages.endpoint(studio.provider.origin() + "/workers/flux"),
            studio.store())
        .generate(FOX.withSize(100, 1000))
        .blockingGet();

    assertThat(studio.provider.requests().get(0).path()).doesNotContain("1000");
  }

  @Test
  void aSizeInTheProvidersOwnFieldIsSentAsItIs() {
    ImageRequest exact = FOX.withSize(100, 1000);

    assertThat(sent(openAi("gpt-image-1"), exact.withExtra("size", "100x1000")).getString("size"))
        .isEqualTo("100x1000");
    ImageRequest auto = exact.withExtra("aspect_ratio", "auto");
    assertThat(sent(openAi("grok-imagine-image"), auto).getString("aspect_ratio"))
        .isEqualTo("auto");
    JsonObject config =
        sent(
                gemini("gemini-3-pro-image"),
                exact.withExtra("imageConfig", Map.of("imageSize", "1K")))
            .getJsonObject("generationConfig")
            .getJsonObject("imageConfig");
    assertThat(config).isEqualTo(new JsonObject().put("imageSize", "1K"));
    assertThat(
            sides(
                sent(
                    workersAi("@cf/stabilityai/stable-diffusion-xl-base-1.0"),
                    exact.withExtra("width", 100).withExtra("height", 100))))
        .isEqualTo("100x100");
  }

  private static Map<String, String> sentToOpenAi(String model, int width, int height) {
    JsonObject body = sent(openAi(model), width, height);
    return sizes(
        body.getString("size"), body.getString("aspect_ratio"), body.getString("resolution"));
  }

  private static Map<String, String> sentToGemini(String model, int width, int height) {
    JsonObject config =
        sent(gemini(model), width, height)
            .getJsonObject("generationConfig")
            .getJsonObject("imageConfig");
    return sizes(null, config.getString("aspectRatio"), config.getString("imageSize"));
  }

  private static String sentToWorkersAi(String model, int width, int height) {
    return sides(sent(workersAi(model), width, height));
  }

  private static Map<String, String> sizes(String size, String ratio, String resolution) {
    Map<String, String> sizes = new TreeMap<>();
    sizes.put("size", size);
    sizes.put("ratio", ratio);
    sizes.put("resolution", resolution);
    sizes.values().removeIf(value -> value == null);
    return sizes;
  }

  private static String sides(JsonObject body) {
    Integer width = body.getInteger("width");
    return width == null ? null : width + "x" + body.getInteger("height");
  }

  private static JsonObject sent(ImageModel model, int width, int height) {
    return sent(model, FOX.withSize(width, height));
  }

  private static JsonObject sent(ImageModel model, ImageRequest request) {
    studio.answers(
        new JsonObject(
                """
        {"data": [{"b64_json": "%s"}], "image": "%s", "candidates": [{"finishReason": "STOP",
         "content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "%s"}}]}}]}"""
                    .formatted(PICTURE, PICTURE, PICTURE))
            .encode());
    model.generate(request).blockingGet();
    return new JsonObject(
        studio.provider.requests().get(studio.provider.requests().size() - 1).body());
  }

  private static ImageModel openAi(String model) {
    String url = studio.provider.origin() + "/v1";
    return OpenAiImages.create(
        studio.http, OpenAiImages.endpoint(url, Credentials.key("k")), studio.store(), model);
  }

  private static ImageModel gemini(String model) {
    String url = studio.provider.origin() + "/v1beta";
    return GeminiImages.create(
        studio.http,
        GeminiImages.endpoint(Credentials.key("k")).withBaseUrl(url),
        studio.store(),
        model);
  }

  private static ImageModel workersAi(String model) {
    String url = studio.provider.origin() + "/client/v4/accounts/me/ai/run";
    return WorkersAiImages.create(
        studio.http,
        WorkersAiImages.endpoint("account", Credentials.key("k")).withBaseUrl(url),
        studio.store(),
        model);
  }
}
