package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.cloudflare.WorkersAiImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class InputImagesTest {
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;
  private static final Buffer JPEG = drawn("jpg", 20, 10);
  private static final Pattern TYPES =
      Pattern.compile(
          "\r\nContent-Type: ([^\r]+)\r|\"mime_?[tT]ype\":\"([^\"]*)\"|\"data:([^;\"]*);base64,");
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
  @ValueSource(
      strings = {
        "image/jpeg",
        "image/jpg",
        "IMAGE/JPEG",
        "application/octet-stream",
        "image/png",
        "image/pjpeg",
        "text/plain",
        ""
      })
  void aJpegIsSentAsOneWhateverItIsCalled(String label) {
    ReferenceImage logo = new ReferenceImage(JPEG, label, "logo", null);
    ReferenceImage mask = new ReferenceImage(JPEG, label, "mask", null);
    URI web = URI.create("https://example.com/a.png");
    ImageRequest withLogo = FOX.withReferenceImages(logo);
    ImageRequest change = FOX.withSource(dataUrl(label, JPEG));
    for (ImageModel model : List.of(openAi(), gemini(), flux2())) {
      assertThat(typesSent(model, withLogo)).containsExactly("image/jpeg");
      assertThat(typesSent(model, change)).containsExactly("image/jpeg");
      assertThat(typesSent(model, change.withReferenceImages(logo)))
          .containsExactly("image/jpeg", "image/jpeg");
    }
    assertThat(typesSent(openAi(), FOX.withSource(web).withReferenceImages(logo, mask)))
        .containsExactly("image/jpeg", "image/jpeg");
    assertThat(typesSent(openAi(), change.withReferenceImages(mask)))
        .containsExactly("image/jpeg", "image/jpeg");
  }

  @Test
  void aDrawingOrATextIsRefusedBeforeItIsSent() {
    Buffer svg = Buffer.buffer("<svg xmlns='http://www.w3.org/2000/svg'/>");
    ImageRequest logo = FOX.withReferenceImages(new ReferenceImage(svg, "image/png", null, null));
    ImageRequest change = FOX.withSource(dataUrl("image/svg+xml", svg));
    URI web = URI.create("https://example.com/a.png");

    for (ImageModel model : List.of(openAi(), gemini(), flux2())) {
      assertRefused(model, logo);
      assertRefused(model, change);
    }
    assertRefused(sdxl(), change);
    assertRefused(openAi(), logo.withSource(web));
    assertThat(studio.provider.requests()).isEmpty();
  }

  private static void assertRefused(ImageModel model, ImageRequest request) {
    assertThatThrownBy(() -> model.generate(request).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("an SVG");
  }

  private static List<String> typesSent(ImageModel model, ImageRequest request) {
    model.generate(request).blockingGet();
    int last = studio.provider.requests().size() - 1;
    List<String> types = new ArrayList<>();
    for (MatchResult type :
        TYPES.matcher(studio.provider.requests().get(last).body()).results().toList()) {
      types.add(
          type.group(1) != null
              ? type.group(1)
              : type.group(2) != null ? type.group(2) : type.group(3));
    }
    return types;
  }

  private static URI dataUrl(String label, Buffer file) {
    return URI.create(
        "data:" + label + ";base64," + Base64.getEncoder().encodeToString(file.getBytes()));
  }

  private static ImageModel openAi() {
    String url = studio.provider.origin() + "/v1";
    return OpenAiImages.create(
        studio.http,
        OpenAiImages.endpoint(url, Credentials.key("k")),
        studio.store(),
        "gpt-image-2");
  }

  private static ImageModel gemini() {
    String url = studio.provider.origin() + "/v1beta";
    return GeminiImages.create(
        studio.http,
        GeminiImages.endpoint(Credentials.key("k")).withBaseUrl(url),
        studio.store(),
        "gemini-3-pro-image");
  }

  private static ImageModel flux2() {
    String url = studio.provider.origin() + "/client/v4/accounts/me/ai/run";
    return WorkersAiImages.create(
        studio.http,
        WorkersAiImages.endpoint("account", Credentials.key("k")).withBaseUrl(url),
        studio.store(),
        "@cf/black-forest-labs/flux-2-klein-4b");
  }

  private static ImageModel sdxl() {
    String url = studio.provider.origin() + "/workers/sdxl";
    return SdxlWorkerImages.create(
        studio.http, SdxlWorkerImages.endpoint(url, Credentials.key("k")), studio.store());
  }
}
