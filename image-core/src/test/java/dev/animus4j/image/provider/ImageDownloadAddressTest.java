package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Http;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the address of a picture may lead when nothing else has been allowed. */
@VertxTest
class ImageDownloadAddressTest {
  private static AnimusImagesFixture studio;
  private static Http careful;
  private static final Buffer PICTURE = drawn("png", 20, 15);

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
    careful = Http.create(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(studio::isClean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/a.png",
        "http://localhost:%d/a.png",
        "http://0.0.0.0:%d/a.png",
        "http://[::1]:%d/a.png",
        "http://[::ffff:127.0.0.1]:%d/a.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.2.3/a.png",
        "https://192.168.0.1/a.png"
      })
  void anAddressWithinOurOwnNetworkIsNotAskedFor(String address) {
    studio.answers("{\"output\":\"" + address.formatted(studio.host.port()) + "\"}");

    AnimusException failure = (AnimusException) failure();

    assertThat(failure)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("the address leads to where it must not");
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(studio.host.requests()).isEmpty();
  }

  @Test
  void noRedirectLeadsThereEither() {
    studio.answers("{\"output\":\"" + studio.provider.origin() + "/images/a.png\"}");
    String inside = studio.host.origin() + "/images/a.png";
    studio.provider.script(ScriptedResponse.status(302).header("Location", inside));

    assertThat(failure()).hasMessageContaining("the address leads to where it must not");
    assertThat(studio.provider.requests()).hasSize(2);
    assertThat(studio.host.requests()).isEmpty();
  }

  @Test
  void theProviderItselfMayBeWhereverItIs() {
    studio.answers("{\"output\":\"" + studio.provider.origin() + "/images/a.png\"}");
    studio.provider.script(serving(PICTURE).cutAfter(30));

    assertThat(failure()).hasMessageContaining("cut short");
    assertThat(studio.provider.requests().get(1).headers()).doesNotContainKey("authorization");
  }

  @Test
  void aHostIsAskedUnderItsNameAtTheAddressThatWasLookedAt() {
    String address = "http://localhost:" + studio.host.port() + "/images/a.png";
    studio.answers("{\"output\":\"" + address + "\"}");
    studio.host.script(serving(PICTURE).cutAfter(30));

    assertThat(studio.failure()).hasMessageContaining("cut short");
    assertThat(studio.host.requests().get(0).header("host"))
        .isEqualTo("localhost:" + studio.host.port());
  }

  @Test
  void aNameThatIsUnknownIsSaidToBe() {
    studio.answers("{\"output\":\"http://nowhere.invalid/a.png\"}");

    assertThat(failure()).hasMessageContaining("unknown host (nowhere.invalid:80)");
  }

  private Throwable failure() {
    AnimusImages model =
        AnimusImages.create(careful, studio.endpoint(), studio.store())
            .withDownloadRetry(Retry.none());
    return studio.failure(model);
  }
}
