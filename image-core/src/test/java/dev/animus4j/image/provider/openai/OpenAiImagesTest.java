package dev.animus4j.image.provider.openai;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class OpenAiImagesTest {
  private static AnimusImagesFixture studio;
  private static final Buffer PICTURE = drawn("png", 200, 150);
  private static final Buffer SMALL = drawn("jpg", 20, 10);
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
  }

  @Test
  void keepsThePictureThatComesAsBase64() {
    Image image = model("gpt-image-2").generate(FOX.withSize(1024, 768)).blockingGet();

    assertThat(image.format().mediaType()).isEqualTo("image/png");
    assertThat(image.format().width()).isEqualTo(1024);
    assertThat(Path.of(image.location())).hasSize(image.format().bytes());
    assertThat(image.generation().model()).isEqualTo("gpt-image-2");
    assertThat(image.generation().provider()).isEqualTo("OpenAI-compatible");
    assertThat(image.generation().id()).startsWith("req_sim_");
    assertThat(image.generation().usage()).isEqualTo(new Image.Usage(6, 3072));
    assertThat(image.generation().inferenceTime()).isPositive();
    assertThat(image.lineage()).isEqualTo(Image.Lineage.NONE);
  }

  @Test
  void sendsTheModelThePromptAndWhatWasSetAndNothingElse() {
    model("gpt-image-2").generate(FOX).blockingGet();
    ImageRequest all =
        FOX.withSize(256, 256).withSeed(7).withExtra("quality", "low").withExtra("n", 2);
    model("a-model/of-another:server").generate(all).blockingGet();
    model("gpt-image-2.5-flare").generate(all).blockingGet();

    assertThat(studio.provider.requests())
        .extracting(ReceivedRequest::path)
        .containsOnly("/v1/images/generations");
    assertThat(sent(0))
        .isEqualTo(
            new JsonObject(
                """
        {"model": "gpt-image-2", "prompt": "a red fox in the snow"}"""));
    assertThat(sent(1))
        .isEqualTo(
            new JsonObject(
                """
        {"model": "a-model/of-another:server", "prompt": "a red fox in the snow",
         "size": "256x256", "seed": 7, "quality": "low", "n": 2}"""));
    assertThat(sent(2).containsKey("seed")).isFalse();
    assertThat(studio.provider.requests().get(0).header("authorization"))
        .isEqualTo("Bearer secret-key");
  }

  @Test
  void severalPicturesComeOneAfterTheOther() {
    List<ImageUpdate> parts = parts(model("gpt-image-2"), FOX.withSize(160, 160).withExtra("n", 3));

    assertThat(parts).hasSize(3).allMatch(Image.class::isInstance);
    assertThat(parts).extracting(update -> ((Image) update).location()).doesNotHaveDuplicates();
    assertThat(parts)
        .extracting(update -> ((Image) update).generation().usage() != null)
        .containsExactly(true, false, false);
    assertThat(directory).isDirectoryContaining("glob:**.png");
  }

  @Test
  void allOfThemComeAsAListWithoutUnfinishedOnes() {
    List<Image> images =
        model("any")
            .withPreviews(3)
            .generateAll(FOX.withSize(160, 160).withExtra("n", 3))
            .blockingGet();

    assertThat(images).extracting(Image::location).hasSize(3).doesNotHaveDuplicates();
    assertThat(sent(0).containsKey("stream")).isFalse();
  }

  @Test
  void aPictureThatComesByAddressIsFetchedWithoutCredentials() {
    answers(new JsonObject().put("url", studio.host.origin() + "/images/a.png"));
    studio.host.script(serving(PICTURE));

    Image image = model("dall-e-3").generate(FOX).blockingGet();

    assertThat(image.format().bytes()).isEqualTo(PICTURE.length());
    assertThat(image.lineage().published()).hasToString(studio.host.origin() + "/images/a.png");
    assertThat(studio.host.requests().get(0).headers()).doesNotContainKey("authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b64_json", "url"})
  void aDataUrlIsAPictureWrittenOut(String place) {
    answers(new JsonObject().put(place, dataUrl(PICTURE)).put("revised_prompt", "a fox"));

    Image image = model("any").generate(FOX).blockingGet();

    assertThat(Path.of(image.location())).hasBinaryContent(PICTURE.getBytes());
    assertThat(image.prompt()).isEqualTo(FOX.prompt());
    assertThat(image.generation().revisedPrompt()).isEqualTo("a fox");
    assertThat(image.lineage().published()).isNull();
  }

  @Test
  void unfinishedPicturesAreToldOnTheWay() {
    List<ImageUpdate> parts = parts(model("gpt-image-2").withPreviews(2), FOX.withSize(1024, 768));

    assertThat(parts).hasSize(3);
    assertThat(parts.get(0))
        .isInstanceOfSatisfying(
            ImageUpdate.Progressed.class,
            first -> {
              assertThat(first.index()).isZero();
              assertThat(Path.of(first.preview())).isNotEmptyFile();
            });
    assertThat(parts.get(1)).isInstanceOf(ImageUpdate.Progressed.class);
    assertThat(parts.get(2))
        .isInstanceOfSatisfying(
            Image.class,
            image -> assertThat(image.generation().usage()).isEqualTo(new Image.Usage(6, 3072)));
    assertThat(sent(0).getInteger("partial_images")).isEqualTo(2);
    assertThat(studio.provider.requests().get(0).header("accept")).isEqualTo("text/event-stream");
  }

  @Test
  void nobodyPaysForUnfinishedPicturesThatNobodySees() {
    model("gpt-image-2").withPreviews(3).generate(FOX).blockingGet();

    assertThat(sent(0).containsKey("stream")).isFalse();
  }

  @Test
  void aServerThatDoesNotStreamIsUnderstood() {
    answers(new JsonObject().put("b64_json", base64(SMALL)));

    assertThat(parts(model("any").withPreviews(1), FOX))
        .hasSize(1)
        .hasOnlyElementsOfType(Image.class);
  }

  @Test
  void aPictureOfOursIsChangedByAForm() {
    Image fox = model("gpt-image-2").generate(FOX.withSize(160, 160)).blockingGet();

    Image changed = model("gpt-image-2").refine(fox, "more vibrant").blockingGet();

    assertThat(changed.lineage().parent()).isEqualTo(fox.location());
    assertThat(changed.prompt()).isEqualTo("more vibrant");
    ReceivedRequest edit = studio.provider.requests().get(1);
    assertThat(edit.path()).isEqualTo("/v1/images/edits");
    assertThat(edit.header("content-type")).startsWith("multipart/form-data; boundary=animus4j-");
    assertThat(edit.header("transfer-encoding")).isNull();
    assertThat(edit.body())
        .contains("name=\"model\"\r\n\r\ngpt-image-2\r\n")
        .contains("name=\"prompt\"\r\n\r\nmore vibrant\r\n")
        .contains("name=\"image\"; filename=\"image-0.png\"\r\nContent-Type: image/png\r\n\r\n");
  }

  @Test
  void assetsGoAlongAndOneOfThemMaySayWhereToChange() {
    Image fox = model("any").generate(FOX.withSize(160, 160)).blockingGet();
    ReferenceImage logo = new ReferenceImage(SMALL, "image/jpeg", "logo", null);
    ReferenceImage mask = new ReferenceImage(PICTURE, "image/png", "mask", null);

    model("any")
        .generate(FOX.withSource(fox).withReferenceImages(logo, mask).withExtra("n", 1))
        .blockingGet();

    assertThat(studio.provider.requests().get(1).body())
        .contains("name=\"n\"\r\n\r\n1\r\n")
        .contains("name=\"image[]\"; filename=\"image-0.png\"")
        .contains("name=\"image[]\"; filename=\"image-1.jpg\"\r\nContent-Type: image/jpeg")
        .contains("name=\"mask\"; filename=\"mask.png\"");
  }

  @Test
  void aPictureInADataUrlIsChangedAsAFile() {
    model("gpt-image-2").generate(FOX.withSource(URI.create(dataUrl(SMALL)))).blockingGet();

    assertThat(studio.provider.requests().get(0).path()).isEqualTo("/v1/images/edits");
    assertThat(studio.provider.requests().get(0).body())
        .contains("name=\"image\"; filename=\"image-0.jpg\"\r\nContent-Type: image/jpeg");
  }

  @Test
  void aPictureAtAnAddressIsChangedByAddress() {
    String address = "https://example.com/fox.png";
    ReferenceImage logo = new ReferenceImage(SMALL, "image/jpeg", "logo", null);
    ReferenceImage mask = new ReferenceImage(SMALL, "image/png", "mask", null);

    model("gpt-image-2")
        .generate(FOX.withSource(URI.create(address)).withReferenceImages(logo, mask))
        .blockingGet();

    assertThat(studio.provider.requests().get(0).path()).isEqualTo("/v1/images/edits");
    assertThat(sent(0))
        .isEqualTo(
            new JsonObject()
                .put("model", "gpt-image-2")
                .put("prompt", FOX.prompt())
                .put(
                    "images",
                    new JsonArray()
                        .add(new JsonObject().put("image_url", address))
                        .add(
                            new JsonObject()
                                .put("image_url", "data:image/jpeg;base64," + base64(SMALL))))
                .put(
                    "mask",
                    new JsonObject().put("image_url", "data:image/jpeg;base64," + base64(SMALL))));
  }

  @Test
  void theFamilyThatTakesNoAddressesIsSentTheFile() {
    ImageRequest change =
        FOX.withSource(URI.create(dataUrl(SMALL))).withExtra("response_format", "b64_json");

    model("dall-e-2").generate(change).blockingGet();

    assertThat(studio.provider.requests().get(0).body())
        .contains("name=\"image\"; filename=\"image-0.jpg\"\r\nContent-Type: image/jpeg");
    assertThatThrownBy(
            () ->
                model("dall-e-2")
                    .generate(FOX.withSource(URI.create("https://example.com/a.png")))
                    .blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(studio.provider.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "image.png", "data:text/plain,hello"})
  void imagesThatCannotBeChangedAreRejectedBeforeAnyRequest(String address) {
    URI picture = URI.create(address);
    String model = address.startsWith("data") ? "dall-e-2" : "any";

    assertThatThrownBy(() -> model(model).generate(FOX.withSource(picture)).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void aPictureThatIsNoLongerInTheStoreCannotBeChanged() throws Exception {
    Image fox = model("any").generate(FOX.withSize(160, 160)).blockingGet();
    Files.delete(Path.of(fox.location()));

    assertThatThrownBy(() -> model("any").refine(fox, "red").blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there is no such picture");
    studio.provider.whenOpenRequests(0).await();
  }

  private static OpenAiImages model(String model) {
    Endpoint endpoint =
        OpenAiImages.endpoint(studio.provider.origin() + "/v1", Credentials.key("secret-key"));
    return OpenAiImages.create(studio.http, endpoint, studio.store(), model);
  }

  private static List<ImageUpdate> parts(OpenAiImages model, ImageRequest request) {
    return model.stream(request).toList().blockingGet();
  }

  private static void answers(JsonObject item) {
    JsonObject answer = new JsonObject().put("data", new JsonArray().add(item));
    studio.provider.script(ScriptedResponse.status(200).body(answer.encode()));
  }

  private static JsonObject sent(int request) {
    return new JsonObject(studio.provider.requests().get(request).body());
  }

  private static String dataUrl(Buffer picture) {
    return "data:image/png;base64," + base64(picture);
  }

  private static String base64(Buffer picture) {
    return Base64.getEncoder().encodeToString(picture.getBytes());
  }
}
