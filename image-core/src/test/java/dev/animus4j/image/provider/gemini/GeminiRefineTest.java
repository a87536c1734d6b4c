package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static dev.animus4j.image.provider.gemini.GeminiFixture.answer;
import static dev.animus4j.image.provider.gemini.GeminiFixture.base64;
import static dev.animus4j.image.provider.gemini.GeminiFixture.parts;
import static dev.animus4j.image.provider.gemini.GeminiFixture.picture;
import static dev.animus4j.image.provider.gemini.GeminiFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class GeminiRefineTest {
  private static GeminiFixture atelier;
  private static final Buffer PNG = drawn("png", 64, 48);

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
  void everySignatureGoesBackAsItCameInOrder() {
    JsonObject[] said = {
      text("Here").put("thoughtSignature", "AA+/=="),
      text("").put("thoughtSignature", "not base64 at all: \u00e9\n\"'"),
      picture(PNG).put("thoughtSignature", "C".repeat(100_000)),
      text("unsigned")
    };
    atelier.answers(answer(Stream.of(said).map(JsonObject::copy).toArray(JsonObject[]::new)));
    Image fox = atelier.draw(FOX);

    atelier.model().refine(fox, "more vibrant").materialize().ignoreElement().blockingAwait();

    JsonArray contents = atelier.asked(0).getJsonArray("contents");
    assertThat(contents).hasSize(3);
    assertThat(contents.getJsonObject(1).getString("role")).isEqualTo("model");
    assertThat(parts(atelier.asked(0), 1)).isEqualTo(new JsonArray(List.of((Object[]) said)));
    assertThat(parts(atelier.asked(0), 2)).isEqualTo(new JsonArray().add(text("more vibrant")));
  }

  @Test
  void signaturesInEitherSpellingGoBackToWhereTheyCameFrom() {
    JsonObject inline = picture(PNG).getJsonObject("inlineData");
    JsonObject snake = new JsonObject().put("mime_type", "image/png").put("data", base64(PNG));
    JsonObject camelPicture = new JsonObject().put("inlineData", inline);
    atelier.answers(
        answer(
            text("Let me think").put("thought", true).put("thought_signature", "T"),
            text("Here").put("thought_signature", "A+/=="),
            new JsonObject().put("thought_signature", "of its own, after words"),
            new JsonObject().put("inline_data", snake).put("thought_signature", "C+/=="),
            new JsonObject().put("thoughtSignature", "of its own, after a picture"),
            camelPicture.copy().put("thoughtSignature", "E+/=="),
            text("").put("thought_signature", "F+/=="),
            new JsonObject().putNull("thought_signature")));
    Image fox = atelier.model().stream(FOX).ofType(Image.class).toList().blockingGet().get(0);

    atelier.model().refine(fox, "more vibrant").materialize().ignoreElement().blockingAwait();

    assertThat(parts(atelier.asked(0), 1))
        .containsExactly(
            text("Here").put("thoughtSignature", "A+/=="),
            text("").put("thoughtSignature", "of its own, after words"),
            camelPicture.copy().put("thoughtSignature", "C+/=="),
            text("").put("thoughtSignature", "of its own, after a picture"),
            camelPicture.copy().put("thoughtSignature", "E+/=="),
            text("").put("thoughtSignature", "F+/=="));
  }

  @Test
  void aPictureIsChangedRoundAfterRoundByAProviderThatChecksItsSignatures() throws Exception {
    Image image = atelier.draw(FOX);
    for (String change : List.of("darker", "more vibrant", "brighter")) {
      Image next = atelier.model().refine(image, change).blockingGet();
      assertThat(next.lineage().parent()).isEqualTo(image.location());
      assertThat(Path.of(next.location())).isRegularFile();
      image = next;
    }

    assertThat(atelier.provider.requests()).hasSize(4);
    assertThat(atelier.files()).hasSize(4);
    assertThat(image.lineage().memo().path("turns")).hasSize(8);
  }

  @Test
  void aPictureThatIsFoundAfterARestartIsChangedAsIfThereHadBeenNone() {
    Image fox = atelier.draw(FOX);
    atelier.store().describe(fox).blockingAwait();

    Image found = atelier.store().find(fox.location()).blockingGet();
    Image darker = atelier.model().refine(found, "darker").blockingGet();

    assertThat(found).isEqualTo(fox);
    assertThat(darker.lineage().parent()).isEqualTo(fox.location());
    assertThat(darker.lineage().memo().path("turns")).hasSize(4);
  }

  @Test
  void theMemoIsSmallAndSurvivesStorageAsJson() {
    Image fox =
        atelier.draw(FOX.withReferenceImages(new ReferenceImage(PNG, "image/png", "logo", "ACME")));

    String memo = fox.lineage().memo().toString();

    assertThat(memo.length()).isLessThan(2000);
    assertThat(memo).contains(fox.location().toString(), "ACME").doesNotContain("iVBORw0KGgo");
  }

  @Test
  void aSignatureThatWasChangedIsRefused() {
    Image fox = atelier.draw(FOX);
    String memo =
        fox.lineage().memo().toString().replaceFirst("signature\":\"..", "signature\":\"AA");

    AnimusException failure =
        atelier.failure(ImageRequest.of("darker").withSource(with(fox, memo)));

    assertThat(failure)
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("thought signature");
  }

  @Test
  void anImageOfAnotherModelIsSentAsInputImage() throws Exception {
    Image fox = atelier.draw(FOX);
    GeminiImages other =
        atelier.model(GeminiImageOptions.defaults().withInstructions("")).withModel("gemini-other");

    Image image = other.refine(fox, "darker").blockingGet();

    JsonArray parts = parts(atelier.asked(0), 0);
    Buffer file = Buffer.buffer(Files.readAllBytes(Path.of(fox.location())));
    assertThat(parts)
        .isEqualTo(
            new JsonArray()
                .add(text("The next picture is the one to change."))
                .add(picture(file))
                .add(text("darker")));
    assertThat(image.lineage().parent()).isEqualTo(fox.location());
    assertThat(other.refine(image, "brighter").blockingGet().lineage().memo().path("turns"))
        .hasSize(4);
  }

  @Test
  void aForeignMemoIsNobodysBusiness() {
    Image fox = with(atelier.draw(FOX), "{\"gemini\":{\"turns\":7}}");

    assertThat(atelier.model().refine(fox, "darker").blockingGet().lineage().memo().path("turns"))
        .hasSize(2);
  }

  @Test
  void theOldestRoundsAreLeftOutWhenPicturesBecomeTooLarge() {
    Image image = atelier.draw(FOX);
    for (String change : List.of("darker", "more vibrant")) {
      image = atelier.model().refine(image, change).blockingGet();
    }
    int two = (int) (2.5 * image.format().bytes());
    GeminiImageOptions small = GeminiImageOptions.defaults().withMaxInputBytes(two);

    atelier.model(small).refine(image, "brighter").ignoreElement().blockingAwait();

    assertThat(atelier.asked(0).getJsonArray("contents")).hasSize(5);
    assertThat(parts(atelier.asked(0), 0).getJsonObject(0).getString("text")).contains("original");
    assertThat(parts(atelier.asked(0), 0).getJsonObject(1)).isEqualTo(text("darker"));

    ReferenceImage logo =
        new ReferenceImage(Buffer.buffer(new byte[two / 2]), "image/png", "logo", null);
    ImageRequest branded =
        ImageRequest.of("add the logo").withSource(image).withReferenceImages(logo);
    Image last = atelier.model(small).generate(branded).blockingGet();
    assertThat(last.lineage().memo().path("turns")).hasSize(4);
  }

  @Test
  void aLogoIsNotSentAgainButNobodyIsToldToLookAtIt() {
    Image poster =
        atelier.draw(FOX.withReferenceImages(new ReferenceImage(PNG, "image/png", "logo", "ACME")));

    atelier.model().refine(poster, "darker").ignoreElement().blockingAwait();

    assertThat(parts(atelier.asked(0), 0).stream().skip(1))
        .containsExactly(
            text("The next picture is the logo, called \"ACME\"."),
            text("(It was shown here, and is not shown again.)"),
            text(FOX.prompt()));
  }

  @Test
  void aPictureThatIsGoneFailsBeforeAnythingIsSent() throws Exception {
    Image fox = atelier.draw(FOX);
    Files.delete(Path.of(fox.location()));

    assertThat(atelier.failure(ImageRequest.of("darker").withSource(fox)))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(atelier.provider.requests()).hasSize(1);
  }

  private static Image with(Image image, String memo) {
    JsonNode json = Json.read(Buffer.buffer(memo), JsonNode.class, FailureOrigin.of("test"));
    return new Image(
        image.location(),
        image.format(),
        image.prompt(),
        image.generation(),
        new Image.Lineage(null, null, json),
        false);
  }
}
