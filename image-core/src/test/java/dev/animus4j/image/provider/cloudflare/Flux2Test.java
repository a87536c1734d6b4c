package dev.animus4j.image.provider.cloudflare;

import static dev.animus4j.image.TestImages.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class Flux2Test {
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;
  private static final Buffer JPEG = drawn("jpg", 20, 10);
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
  @ValueSource(strings = {"flux-2-dev", "flux-2-klein-4b", "flux-2-klein-9b"})
  void isSentAFormEvenForAPromptAlone(String name) {
    Image image = model(name).generate(FOX).blockingGet();

    assertThat(image.generation().model()).isEqualTo("@cf/black-forest-labs/" + name);
    ReceivedRequest asked = last();
    assertThat(asked.path()).endsWith("/ai/run/@cf/black-forest-labs/" + name);
    assertThat(asked.header("content-type")).startsWith("multipart/form-data; boundary=");
    assertThat(asked.body())
        .contains("name=\"prompt\"\r\n\r\n" + FOX.prompt() + "\r\n")
        .doesNotContain("name=\"width\"", "name=\"seed\"", "filename");
  }

  @Test
  void isSentSizeSeedAndFieldsOfItsOwn() {
    Image image =
        model("flux-2-dev")
            .generate(
                FOX.withSize(100, 1000)
                    .withSeed(7)
                    .withExtra("steps", 25)
                    .withExtra("guidance", 3.5))
            .blockingGet();

    assertThat(image.generation().seed()).isEqualTo(7);
    assertThat(last().body())
        .contains("name=\"width\"\r\n\r\n256\r\n")
        .contains("name=\"height\"\r\n\r\n1920\r\n")
        .contains("name=\"seed\"\r\n\r\n7\r\n")
        .contains("name=\"steps\"\r\n\r\n25\r\n")
        .contains("name=\"guidance\"\r\n\r\n3.5\r\n");
  }

  @Test
  void changesAPictureAndLooksAtOthers() {
    ImageModel model = model("flux-2-klein-4b");
    Image fox = model.generate(FOX).blockingGet();
    ReferenceImage logo = new ReferenceImage(JPEG, "image/jpeg", "logo", null);

    Image changed =
        model
            .generate(ImageRequest.of("with the logo").withSource(fox).withReferenceImages(logo))
            .blockingGet();

    assertThat(changed.lineage().parent()).isEqualTo(fox.location());
    assertThat(last().body())
        .contains("name=\"prompt\"\r\n\r\nwith the logo\r\n")
        .contains("name=\"input_image_0\"; filename=\"image-0.png\"\r\nContent-Type: image/png")
        .contains("name=\"input_image_1\"; filename=\"image-1.jpg\"\r\nContent-Type: image/jpeg");

    String base64 = Base64.getEncoder().encodeToString(JPEG.getBytes());
    model
        .generate(FOX.withSource(URI.create("data:image/jpeg;base64," + base64)))
        .ignoreElement()
        .blockingAwait();
    assertThat(last().body()).contains("name=\"input_image_0\"; filename=\"image-0.jpg\"");
  }

  @Test
  void picturesThatItDoesNotTakeAreRefusedBeforeAnyRequest() {
    ReferenceImage logo = new ReferenceImage(JPEG, "image/jpeg", "logo", null);

    assertRefused(
        FOX.withReferenceImages(logo, logo, logo, logo, logo), "takes 4 pictures at most, not 5");
    assertRefused(FOX.withSource(URI.create("https://example.com/a.png")), "at an address");
    assertThat(studio.provider.requests()).isEmpty();
  }

  private static void assertRefused(ImageRequest request, String message) {
    assertThatThrownBy(() -> model("flux-2-dev").generate(request).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining(message);
  }

  private static ReceivedRequest last() {
    return studio.provider.requests().get(studio.provider.requests().size() - 1);
  }

  private static ImageModel model(String name) {
    String url = studio.provider.origin() + "/client/v4/accounts/me/ai/run";
    return WorkersAiImages.create(
        studio.http,
        WorkersAiImages.endpoint("account", Credentials.key("token")).withBaseUrl(url),
        studio.store(),
        "@cf/black-forest-labs/" + name);
  }
}
