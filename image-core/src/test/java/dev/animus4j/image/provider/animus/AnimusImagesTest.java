package dev.animus4j.image.provider.animus;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.FOX;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class AnimusImagesTest {
  private static AnimusImagesFixture studio;
  private static final Buffer PICTURE = drawn("png", 200, 150);

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
  void asksForThePictureFetchesItAndKeepsIt() {
    studio.publishes(serving(PICTURE));

    Image image = studio.draw();

    assertThat(Path.of(image.location())).hasBinaryContent(PICTURE.getBytes());
    assertThat(image.location().toString()).contains("/image_animus_").endsWith(".png");
    assertThat(image.format()).isEqualTo(new Image.Format("image/png", 200, 150, PICTURE.length()));
    assertThat(image.prompt()).isEqualTo(FOX.prompt());
    assertThat(image.cached()).isFalse();
  }

  @Test
  void tellsHowThePictureWasMade() {
    studio.publishes(serving(PICTURE));

    Image image = studio.draw();
    Image.Generation generation = image.generation();

    assertThat(generation.provider()).isEqualTo("Animus");
    assertThat(generation.model()).isEqualTo("animus");
    assertThat(generation.id()).startsWith("req_sim_");
    assertThat(image.lineage().published())
        .isEqualTo(URI.create(studio.host.origin() + "/images/fox.png?signed=a%2Fb"));
    assertThat(generation.inferenceTime()).isPositive();
    assertThat(generation.seed()).isNull();
    assertThat(generation.revisedPrompt()).isNull();
  }

  @Test
  void sendsThePromptAndThePictureToChangeAndNothingElse() {
    Image fox = studio.draw();
    studio.model().generate(FOX.withSource(fox.lineage().published())).blockingGet();

    List<ReceivedRequest> asked =
        studio.provider.requests().stream().filter(one -> one.method().equals("POST")).toList();
    assertThat(asked).extracting(ReceivedRequest::path).containsOnly("/v3/generate/image");
    assertThat(asked.get(0).header("authorization")).isEqualTo("Bearer secret-key");
    assertThat(asked.get(0).header("content-type")).isEqualTo("application/json");
    assertThat(new JsonObject(asked.get(0).body()).getMap())
        .isEqualTo(new JsonObject().put("prompt", FOX.prompt()).getMap());
    assertThat(new JsonObject(asked.get(1).body()).getString("input_image"))
        .isEqualTo(fox.lineage().published().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'output':['URL','http://127.0.0.1:1/second.png']}",
        "{'output':'URL'}",
        "{'outputs':['URL']}",
        "{'output':[],'outputs':['URL']}",
        "{'output':null,'outputs':['URL']}",
        "{'output':' ','outputs':['URL','x']}",
        "{'output':['URL'],'outputs':['http://127.0.0.1:1/other.png'],'message':'done','more':{}}"
      })
  void findsTheUrlInEveryShapeOfAnswer(String shape) {
    String url = studio.host.origin() + "/images/fox.png";
    studio.answers(shape.replace('\'', '"').replace("URL", url));
    studio.host.script(serving(PICTURE));

    Image image = studio.draw();

    assertThat(image.lineage().published()).hasToString(url);
    assertThat(image.format().bytes()).isEqualTo(PICTURE.length());
  }

  @Test
  void neverShowsItsCredentialsToTheHostOfThePicture() {
    studio.publishes(serving(PICTURE));

    studio.draw();

    ReceivedRequest fetched = studio.host.requests().get(0);
    assertThat(fetched.method()).isEqualTo("GET");
    assertThat(fetched.path()).isEqualTo("/images/fox.png?signed=a%2Fb");
    assertThat(fetched.headers()).doesNotContainKey("authorization");
    assertThat(fetched.headers().toString()).doesNotContain("secret-key");
  }

  @Test
  void neverShowsThemEvenWhenThatIsTheProviderItself() {
    Image image = studio.draw();

    assertThat(image.lineage().published().getPort()).isEqualTo(studio.provider.port());
    assertThat(studio.provider.requests().get(1).headers()).doesNotContainKey("authorization");
  }

  @Test
  void believesTheBytesNotTheirSender() {
    Buffer jpeg = drawn("jpg", 90, 60);
    studio.publishes(ScriptedResponse.status(200).contentType("text/html").body(jpeg.getBytes()));

    Image image = studio.draw();

    assertThat(image.format()).isEqualTo(new Image.Format("image/jpeg", 90, 60, jpeg.length()));
    assertThat(image.location().toString()).endsWith(".jpg");
  }

  @Test
  void takesAPictureThatIsItsOwnAddress() {
    String base64 = Base64.getEncoder().encodeToString(PICTURE.getBytes());
    studio.answers("{\"output\":[\"data:image/jpeg;base64," + base64 + "\"]}");

    Image image = studio.draw();

    assertThat(Path.of(image.location())).hasBinaryContent(PICTURE.getBytes());
    assertThat(image.format().mediaType()).isEqualTo("image/png");
    assertThat(image.lineage().published()).isNull();
  }

  @Test
  void filesItsPicturesUnderTheNameItIsGiven() {
    Image image = studio.model().withModel("Flux/Schnell").generate(FOX).blockingGet();

    assertThat(image.generation().model()).isEqualTo("Flux/Schnell");
    assertThat(image.location().toString()).contains("/image_flux-schnell_");
  }

  @Test
  void doesNothingBeforeSubscriptionAndAsksAnewForEach() {
    Single<Image> drawing = studio.model().generate(FOX);
    assertThat(studio.provider.requests()).isEmpty();

    Image first = drawing.blockingGet();
    Image second = drawing.blockingGet();

    assertThat(studio.provider.requests()).hasSize(4);
    assertThat(first.location()).isNotEqualTo(second.location());
    assertThat(first.generation().id()).isNotEqualTo(second.generation().id());
  }

  @Test
  void drawsTwentyAtOnce() throws Exception {
    List<Image> images =
        Flowable.range(0, 20)
            .flatMapSingle(at -> studio.model().generate(ImageRequest.of("fox " + at)), false, 20)
            .toList()
            .blockingGet();

    assertThat(new HashSet<>(images)).hasSize(20);
    assertThat(studio.files()).hasSize(20);
  }

  @Test
  void theEndpointIsThePlatformUnlessSaidOtherwise() {
    assertThat(AnimusImages.endpoint(Credentials.none()).baseUrl())
        .isEqualTo("https://api.animusai.co/v3");
  }
}
