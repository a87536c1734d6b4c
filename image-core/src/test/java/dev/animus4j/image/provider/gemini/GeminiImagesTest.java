package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static dev.animus4j.image.provider.gemini.GeminiFixture.answer;
import static dev.animus4j.image.provider.gemini.GeminiFixture.parts;
import static dev.animus4j.image.provider.gemini.GeminiFixture.picture;
import static dev.animus4j.image.provider.gemini.GeminiFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class GeminiImagesTest {
  private static GeminiFixture atelier;
  private static final Buffer PNG = drawn("png", 64, 48);
  private static final Buffer OTHER = drawn("png", 80, 60);
  private static final GeminiImageOptions PLAIN =
      GeminiImageOptions.defaults().withInstructions("");

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    atelier = new GeminiFixture(vertx);
  }

  @BeforeEach
  void open() {
    atelier.open(directory);
  }

  @Test
  void drawsAndKeepsThePictureAndNoThought() throws Exception {
    Image image = atelier.draw(FOX);

    assertThat(atelier.files()).containsExactly(Path.of(image.location()));
    assertThat(image.format().mediaType()).isEqualTo("image/png");
    assertThat(image.format().width()).isEqualTo(512);
    assertThat(image.prompt()).isEqualTo(FOX.prompt());
    assertThat(image.generation().id()).startsWith("sim-");
    assertThat(image.generation().inferenceTime()).isPositive();
    assertThat(image.generation().usage().outputTokens()).isGreaterThan(1120);
    assertThat(image.generation().provider()).isEqualTo("Gemini");
  }

  @Test
  void sendsTheKeyInAHeaderAndNeverInTheAddress() {
    atelier.draw(FOX);

    ReceivedRequest asked = atelier.provider.requests().get(0);
    assertThat(asked.path()).isEqualTo("/v1beta/models/gemini-3-pro-image:generateContent");
    assertThat(asked.header("x-goog-api-key")).isEqualTo("secret-key");
    assertThat(asked.headers()).doesNotContainKey("authorization");
  }

  @Test
  void withoutAKeyNothingIsSent() {
    Throwable failure =
        atelier
            .model(PLAIN, Credentials.none())
            .generate(FOX)
            .materialize()
            .blockingGet()
            .getError();

    assertThat(failure).isInstanceOf(AnimusException.Authentication.class);
    assertThat(atelier.provider.requests()).isEmpty();
  }

  @Test
  void sendsThePromptAndNothingThatWasNotAskedFor() {
    atelier
        .model(PLAIN.withModalities())
        .generate(FOX)
        .materialize()
        .ignoreElement()
        .blockingAwait();

    assertThat(atelier.asked(0))
        .isEqualTo(
            new JsonObject()
                .put("contents", new JsonArray().add(user(text("a red fox in a forest")))));
  }

  @Test
  void anInstructionToKeepToTextAndQuantitiesComesFirstUnlessReplacedOrRemoved() {
    atelier.draw(FOX);
    assertThat(parts(atelier.asked(0), 0).getJsonObject(0).getString("text"))
        .contains("original", "exactly", "no other words");

    atelier
        .model(PLAIN.withInstructions("Only blue."))
        .generate(FOX)
        .ignoreElement()
        .blockingAwait();
    assertThat(parts(atelier.asked(0), 0))
        .isEqualTo(new JsonArray().add(text("Only blue.")).add(text(FOX.prompt())));
    assertThat(atelier.asked(0).containsKey("systemInstruction")).isFalse();
  }

  @Test
  void explainsWhatEachPictureIs() {
    ReferenceImage logo = new ReferenceImage(PNG, "image/png", "logo", "ACME");
    ReferenceImage other = new ReferenceImage(OTHER, "image/png", null, null);

    atelier
        .model(PLAIN)
        .generate(FOX.withReferenceImages(logo, other))
        .ignoreElement()
        .blockingAwait();

    assertThat(parts(atelier.asked(0), 0))
        .isEqualTo(
            new JsonArray()
                .add(text("The next picture is the logo, called \"ACME\"."))
                .add(picture(PNG))
                .add(text("The next picture is to draw with."))
                .add(picture(OTHER))
                .add(text(FOX.prompt())));
  }

  @Test
  void sendsAPictureToChangeInlineOrByItsAddress() {
    URI web = URI.create("https://pictures.example/fox.png");
    atelier.model(PLAIN).generate(FOX.withSource(web)).ignoreElement().blockingAwait();
    assertThat(parts(atelier.asked(0), 0).getJsonObject(1))
        .isEqualTo(
            new JsonObject().put("fileData", new JsonObject().put("fileUri", web.toString())));

    URI data = URI.create("data:image/png;base64," + GeminiFixture.base64(PNG));
    atelier.model(PLAIN).generate(FOX.withSource(data)).ignoreElement().blockingAwait();
    assertThat(parts(atelier.asked(0), 0).getJsonObject(1)).isEqualTo(picture(PNG));

    AnimusException broken = atelier.failure(FOX.withSource(URI.create("data:image/png,fox")));
    assertThat(broken).isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void mapsEverythingElse() {
    GeminiImageOptions options =
        PLAIN
            .withSafety(Map.of("HARASSMENT", "BLOCK_ONLY_HIGH"))
            .withGrounded(true)
            .withModalities("IMAGE");

    Image image =
        atelier
            .model(options)
            .generate(FOX.withSize(1920, 1080).withSeed(42).withExtra("temperature", 0.5))
            .blockingGet();

    JsonObject asked = atelier.asked(0);
    JsonObject config = asked.getJsonObject("generationConfig");
    assertThat(config.getMap())
        .containsOnlyKeys("responseModalities", "imageConfig", "seed", "temperature");
    assertThat(config.getJsonObject("imageConfig"))
        .isEqualTo(new JsonObject().put("aspectRatio", "16:9"));
    assertThat(config.getInteger("seed")).isEqualTo(42);
    assertThat(asked.getJsonArray("safetySettings").encode())
        .isEqualTo(
            "[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_ONLY_HIGH\"}]");
    assertThat(asked.getJsonArray("tools").encode()).isEqualTo("[{\"googleSearch\":{}}]");
    assertThat(image.generation().seed()).isEqualTo(42);
  }

  @Test
  void aSeedHas32Bits() {
    assertThat(atelier.failure(FOX.withSeed(1L << 40)))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("32 bits");
  }

  @Test
  void severalPicturesAreSeveralImages() throws Exception {
    atelier.answers(answer(text("two"), picture(PNG), picture(OTHER)));

    List<ImageUpdate> parts = atelier.model().stream(FOX).toList().blockingGet();

    assertThat(parts)
        .extracting(update -> ((Image) update).format().width())
        .containsExactly(64, 80);
    assertThat(atelier.files()).hasSize(2);
    Image second = (Image) parts.get(1);
    assertThat(second.generation().model()).isEqualTo("gemini-3.1-image");
    assertThat(second.generation().id()).isEqualTo("r1");

    atelier.model().refine(second, "darker").ignoreElement().onErrorComplete().blockingAwait();
    assertThat(parts(atelier.asked(0), 2).getJsonObject(0)).isEqualTo(text("Change picture 2."));
  }

  @Test
  void thoughtsAreNotKeptWhereverTheySayThatTheyAre() throws Exception {
    JsonObject late = picture(OTHER).put("thought", true);
    JsonObject early = new JsonObject().put("thought", true).mergeIn(picture(OTHER));
    atelier.answers(answer(late, early, picture(PNG), late));

    assertThat(atelier.draw(FOX).format().width()).isEqualTo(64);
    assertThat(atelier.files()).hasSize(1);
  }

  @Test
  void ifAllPicturesAreThoughtsItIsTheLast() throws Exception {
    atelier.answers(answer(picture(PNG).put("thought", true), picture(OTHER).put("thought", true)));

    Image image = atelier.draw(FOX);

    assertThat(image.format().width()).isEqualTo(80);
    assertThat(image.lineage().memo()).isNull();
    assertThat(atelier.files()).hasSize(1);
  }

  @Test
  void bytesTellWhatAPictureIsAndSnakeCaseWillDo() {
    Buffer jpeg = drawn("jpg", 90, 60);
    JsonObject file =
        new JsonObject().put("mime_type", "image/png").put("data", GeminiFixture.base64(jpeg));
    atelier.answers(answer(new JsonObject().put("inline_data", file)));

    assertThat(atelier.draw(FOX).format().mediaType()).isEqualTo("image/jpeg");
  }

  @Test
  void wordsInPlaceOfAPictureAreAnOutcomeOfTheirOwn() {
    atelier.answers(answer(text("Which fox "), text("do you mean?")));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure).isInstanceOf(AnimusException.NoImage.class);
    assertThat(((AnimusException.NoImage) failure).text()).isEqualTo("Which fox do you mean?");
    assertThat(failure.isTransient()).isFalse();
  }

  @Test
  void tooManyBytesAreRefusedBeforeTheyAreSent() {
    GeminiImageOptions small = PLAIN.withMaxInputBytes(PNG.length());
    ReferenceImage one = new ReferenceImage(PNG, "image/png", null, null);

    atelier.model(small).generate(FOX.withReferenceImages(one)).ignoreElement().blockingAwait();
    Throwable failure =
        atelier
            .model(small)
            .generate(FOX.withReferenceImages(one, one))
            .materialize()
            .blockingGet()
            .getError();

    assertThat(failure).isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(atelier.provider.requests()).hasSize(1);
  }

  private static JsonObject user(JsonObject part) {
    return new JsonObject().put("role", "user").put("parts", new JsonArray().add(part));
  }

  @Test
  void drawsTheSizeNearestToTheOneAskedFor() {
    atelier.draw(ImageRequest.of("a lake").withSize(4000, 3900));

    assertThat(atelier.asked(0).getJsonObject("generationConfig").getJsonObject("imageConfig"))
        .isEqualTo(new JsonObject().put("aspectRatio", "1:1").put("imageSize", "4K"));
  }
}
