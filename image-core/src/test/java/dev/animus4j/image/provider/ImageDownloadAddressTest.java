package dev.animus4j.image.provider;

import static dev.animus4j.image.Eventually.eventually;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the address of a picture may lead when nothing else has been allowed. */
class ImageDownloadAddressTest {
  private static final AnimusImagesFixture STUDIO = new AnimusImagesFixture();
  private static final Http CAREFUL = Http.create(STUDIO.vertx, HttpOptions.defaults());
  private static final Buffer PICTURE = drawn("png", 20, 15);

  @TempDir Path directory;

  @BeforeEach
  void open() {
    STUDIO.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(STUDIO::isClean);
  }

  @AfterAll
  static void close() {
    CAREFUL.close().blockingAwait();
    STUDIO.close();
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
    STUDIO.answers("{\"output\":\"" + address.formatted(STUDIO.host.port()) + "\"}");

    AnimusException failure = (AnimusException) failure();

    assertThat(failure)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("the address leads to where it must not");
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(STUDIO.host.requests()).isEmpty();
  }

  @Test
  void noRedirectLeadsThereEither() {
    STUDIO.answers("{\"output\":\"" + STUDIO.provider.origin() + "/images/a.png\"}");
    String inside = STUDIO.host.origin() + "/images/a.png";
    STUDIO.provider.script(ScriptedResponse.status(302).header("Location", inside));

    assertThat(failure()).hasMessageContaining("the address leads to where it must not");
    assertThat(STUDIO.provider.requests()).hasSize(2);
    assertThat(STUDIO.host.requests()).isEmpty();
  }

  @Test
  void theProviderItselfMayBeWhereverItIs() {
    STUDIO.answers("{\"output\":\"" + STUDIO.provider.origin() + "/images/a.png\"}");
    STUDIO.provider.script(serving(PICTURE).cutAfter(30));

    assertThat(failure()).hasMessageContaining("cut short");
    assertThat(STUDIO.provider.requests().get(1).headers()).doesNotContainKey("authorization");
  }

  @Test
  void aHostIsAskedUnderItsNameAtTheAddressThatWasLookedAt() {
    String address = "http://localhost:" + STUDIO.host.port() + "/images/a.png";
    STUDIO.answers("{\"output\":\"" + address + "\"}");
    STUDIO.host.script(serving(PICTURE).cutAfter(30));

    assertThat(STUDIO.failure()).hasMessageContaining("cut short");
    assertThat(STUDIO.host.requests().get(0).header("host"))
        .isEqualTo("localhost:" + STUDIO.host.port());
  }

  @Test
  void aNameThatIsUnknownIsSaidToBe() {
    STUDIO.answers("{\"output\":\"http://nowhere.invalid/a.png\"}");

    assertThat(failure())
        .hasMessageContaining("cannot be fetched")
        .hasStackTraceContaining("unknown host (nowhere.invalid:80)");
  }

  private Throwable failure() {
    AnimusImages model = new AnimusImages(CAREFUL, STUDIO.endpoint(), STUDIO.store());
    return STUDIO.failure(model);
  }
}
