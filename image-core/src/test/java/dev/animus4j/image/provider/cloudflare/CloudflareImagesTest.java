package dev.animus4j.image.provider.cloudflare;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class CloudflareImagesTest {
  private static AnimusImagesFixture studio;
  private static final Buffer PICTURE = drawn("jpg", 200, 150);
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;
  private static final String FLUX_MODEL = "@cf/black-forest-labs/flux-1-schnell";
  private static final String SDXL_MODEL = "@cf/stabilityai/stable-diffusion-xl-base-1.0";

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
  void workersBehindAGatewayGetItsHeadersAndQuery() {
    UnaryOperator<Endpoint> gateway =
        endpoint -> endpoint.withHeader("CF-Access-Client-Id", "id").withQueryParameter("v", "1");
    Endpoint flux = FluxWorkerImages.endpoint(studio.provider.origin() + "/workers/flux");
    FluxWorkerImages.create(studio.http, gateway.apply(flux), studio.store())
        .generate(FOX)
        .blockingGet();
    Credentials key = Credentials.key("secret-key");
    Endpoint sdxl = SdxlWorkerImages.endpoint(studio.provider.origin() + "/workers/sdxl", key);
    SdxlWorkerImages.create(studio.http, gateway.apply(sdxl), studio.store())
        .generate(FOX)
        .blockingGet();
    assertThat(studio.provider.requests())
        .hasSize(2)
        .allSatisfy(asked -> assertThat(asked.headers().get("cf-access-client-id")).isEqualTo("id"))
        .allSatisfy(asked -> assertThat(asked.path()).contains("?v=1"));
  }

  @Test
  void fluxIsAskedByAnAddressWithoutCredentials() {
    Image image = flux("").generate(FOX.withPrompt("a b&c/é+😀")).blockingGet();

    assertThat(image.format().mediaType()).isEqualTo("image/png");
    assertThat(image.generation().model()).isEqualTo("flux");
    assertThat(image.generation().provider()).isEqualTo("Flux worker");
    ReceivedRequest asked = studio.provider.requests().get(0);
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.path()).isEqualTo("/workers/flux?prompt=a%20b%26c%2F%C3%A9%2B%F0%9F%98%80");
    assertThat(asked.headers()).doesNotContainKey("authorization");
  }

  @Test
  void anAddressThatHasAQueryIsGoneOnWith() {
    flux("?site=one").generate(FOX.withExtra("steps", 4)).blockingGet();

    assertThat(studio.provider.requests().get(0).path())
        .isEqualTo("/workers/flux?site=one&prompt=a%20red%20fox%20in%20the%20snow&steps=4");
  }

  @Test
  void sdxlIsAskedWithAKeyForWhatWasSet() {
    sdxl().generate(FOX).blockingGet();
    ImageRequest all = FOX.withSize(100, 800).withSeed(7).withExtra("negative_prompt", "dogs");
    Image image = sdxl().generate(all).blockingGet();

    assertThat(studio.provider.requests().get(0).header("authorization"))
        .isEqualTo("Bearer secret-key");
    assertThat(sent(0)).isEqualTo(new JsonObject().put("prompt", FOX.prompt()));
    assertThat(sent(1))
        .isEqualTo(
            new JsonObject()
                .put("prompt", FOX.prompt())
                .put("width", 256)
                .put("height", 2048)
                .put("seed", 7)
                .put("negative_prompt", "dogs"));
    assertThat(image.generation().seed()).isEqualTo(7);
    assertThat(image.generation().provider()).isEqualTo("SDXL worker");
    assertThat(image.generation().revisedPrompt()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {FLUX_MODEL, SDXL_MODEL})
  void workersAiIsAskedByTheNameOfTheModelAsItIs(String model) {
    Image image = workersAi(model).generate(FOX.withExtra("num_steps", 4)).blockingGet();

    assertThat(image.format().mediaType()).isEqualTo("image/png");
    assertThat(image.generation().model()).isEqualTo(model);
    assertThat(image.generation().provider()).isEqualTo("Workers AI");
    assertThat(studio.provider.requests().get(0).path())
        .isEqualTo("/client/v4/accounts/me/ai/run/" + model);
    assertThat(sent(0)).isEqualTo(new JsonObject().put("prompt", FOX.prompt()).put("num_steps", 4));
  }

  @Test
  void fluxOfWorkersAiIsNotSentWhatItDoesNotTake() {
    workersAi(FLUX_MODEL).generate(FOX.withSize(512, 512).withSeed(1)).blockingGet();

    assertThat(sent(0)).isEqualTo(new JsonObject().put("prompt", FOX.prompt()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'image':'%s'}",
        "{'result':{'image':'%s'},'success':true,'errors':[],'messages':[]}",
        "{'success':true,'imageUrl':'data:image/jpeg;base64,%s'}",
        "{'success':true,'imageUrl':'data:image/jpeg;charset=utf-8;base64,%s'}",
        "{'success':true,'result':{'imageUrl':'DATA:;base64,%s'}}"
      })
  void whateverTheWorkerRelaysIsUnderstood(String form) {
    String base64 = Base64.getEncoder().encodeToString(PICTURE.getBytes());
    studio.answers(form.replace('\'', '"').formatted(base64));

    Image image = flux("").generate(FOX).blockingGet();

    assertThat(Path.of(image.location())).hasBinaryContent(PICTURE.getBytes());
    assertThat(image.location().toString()).endsWith(".jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "application/octet-stream", "IMAGE/JPEG; q=1"})
  void aFileIsWhatItsBytesSay(String type) {
    studio.provider.script(ScriptedResponse.status(200).contentType(type).body(PICTURE.getBytes()));

    assertThat(sdxl().generate(FOX).blockingGet().format())
        .isEqualTo(new Image.Format("image/jpeg", 200, 150, PICTURE.length()));
  }

  @Test
  void anAddressIsFetched() {
    studio.answers("{\"imageUrl\":\"" + studio.host.origin() + "/images/a.jpg\"}");
    studio.host.script(AnimusImagesFixture.serving(PICTURE));

    Image image = sdxl().generate(FOX).blockingGet();

    assertThat(image.lineage().published()).hasToString(studio.host.origin() + "/images/a.jpg");
    assertThat(studio.host.requests().get(0).headers()).doesNotContainKey("authorization");
  }

  @Test
  void aPictureIsChangedByTellingAllThatItShows() throws Exception {
    Image fox = sdxl().generate(FOX.withSize(256, 256)).blockingGet();

    Image changed = sdxl().refine(fox, "more vibrant").blockingGet();

    assertThat(changed.prompt()).isEqualTo("more vibrant");
    assertThat(changed.generation().revisedPrompt())
        .isEqualTo("a red fox in the snow, more vibrant");
    assertThat(changed.lineage().parent()).isEqualTo(fox.location());
    assertThat(sent(1).getString("prompt")).isEqualTo("a red fox in the snow, more vibrant");
    byte[] file = Files.readAllBytes(Path.of(fox.location()));
    assertThat(Base64.getDecoder().decode(sent(1).getString("image_b64"))).isEqualTo(file);
    assertThat(studio.provider.requests().get(1).header("content-type"))
        .isEqualTo("application/json");

    Image again =
        sdxl()
            .generate(
                FOX.withPrompt(changed.generation().revisedPrompt() + ", dark").withSource(changed))
            .blockingGet();
    assertThat(again.generation().revisedPrompt()).isNull();
  }

  @Test
  void aPictureInADataUrlIsChangedAsWell() {
    String base64 = Base64.getEncoder().encodeToString(PICTURE.getBytes());
    URI picture = URI.create("data:image/jpeg;base64," + base64);

    workersAi(SDXL_MODEL)
        .generate(FOX.withSource(picture).withExtra("strength", 0.5))
        .blockingGet();

    assertThat(sent(0).getString("image_b64")).isEqualTo(base64);
    assertThat(sent(0).getDouble("strength")).isEqualTo(0.5);
  }

  @Test
  void imagesThatCannotBeChangedAreRejectedBeforeAnyRequest() {
    ImageRequest address = FOX.withSource(URI.create("https://example.com/a.png"));
    ImageRequest logo =
        FOX.withReferenceImages(new ReferenceImage(PICTURE, "image/jpeg", "logo", null));

    for (ImageModel model : new ImageModel[] {flux(""), sdxl(), workersAi(FLUX_MODEL)}) {
      for (ImageRequest request : new ImageRequest[] {address, logo}) {
        assertThatThrownBy(() -> model.generate(request).blockingGet())
            .isInstanceOf(AnimusException.InvalidRequest.class)
            .hasMessageContaining("cannot");
      }
    }
    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void anUploadThatIsAnsweredBeforeItEndsIsGivenUp() throws Exception {
    Path large = directory.resolve("image_large.png");
    byte[] bytes = new byte[20 << 20];
    System.arraycopy(drawn("png", 20, 20).getBytes(), 0, bytes, 0, 100);
    Files.write(large, bytes);
    Image.Format format = new Image.Format("image/png", 20, 20, bytes.length);
    Image.Generation how = new Image.Generation("test", "m", "id", null, Duration.ZERO, null, null);
    Image fox = new Image(large.toUri(), format, "fox", how, Image.Lineage.NONE, false);
    studio.provider.script(ScriptedResponse.status(413));

    assertThatThrownBy(() -> sdxl().refine(fox, "red").blockingGet())
        .isInstanceOf(AnimusException.class);
    eventually(() -> studio.provider.openRequests() == 0);
    sdxl().generate(FOX).blockingGet();
  }

  @Test
  void aPictureThatIsNotAsLongAsItWasIsNotSentToItsEnd() throws Exception {
    Image fox = sdxl().generate(FOX.withSize(256, 256)).blockingGet();
    Files.write(Path.of(fox.location()), new byte[10]);

    assertThatThrownBy(() -> sdxl().refine(fox, "red").blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("not as long as was said");
    eventually(() -> studio.provider.openRequests() == 0);
  }

  private static ImageModel workersAi(String model) {
    String url = studio.provider.origin() + "/client/v4/accounts/me/ai/run";
    return WorkersAiImages.create(
        studio.http,
        WorkersAiImages.endpoint("account", Credentials.key("token")).withBaseUrl(url),
        studio.store(),
        model);
  }

  private static SdxlWorkerImages sdxl() {
    String url = studio.provider.origin() + "/workers/sdxl";
    return SdxlWorkerImages.create(
        studio.http, SdxlWorkerImages.endpoint(url, Credentials.key("secret-key")), studio.store());
  }

  private static FluxWorkerImages flux(String query) {
    String url = studio.provider.origin() + "/workers/flux" + query;
    return FluxWorkerImages.create(studio.http, FluxWorkerImages.endpoint(url), studio.store());
  }

  private static JsonObject sent(int request) {
    return new JsonObject(studio.provider.requests().get(request).body());
  }
}
