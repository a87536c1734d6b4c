package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class ImageDownloadTest {
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

  @AfterEach
  void nothingIsLeft() {
    eventually(studio::isClean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/a.png",
        "file:///etc/passwd",
        "http://",
        "http://me:pw@127.0.0.1/a.png",
        "http://exa mple/a.png",
        "javascript:alert(1)/a.png",
        "data:image/png,abc",
        "data:image/png;base64,%%%"
      })
  void anAddressThatIsNoneIsRefusedUnasked(String url) {
    studio.answers("{\"output\":[\"" + url + "\"]}");

    assertThat(studio.failure())
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("the picture")
        .hasMessageNotContaining("pw@");
    assertThat(studio.provider.requests()).hasSize(1);
  }

  static Stream<Arguments> badPictures() {
    Class<?> protocol = AnimusException.Protocol.class;
    Class<?> unavailable = AnimusException.Unavailable.class;
    ScriptedResponse page = ScriptedResponse.status(200).contentType("image/png");
    return Stream.of(
        arguments(
            "gone",
            ScriptedResponse.status(404),
            unavailable,
            "picture host: the picture cannot be fetched (HTTP 404)"),
        arguments("moved", ScriptedResponse.status(302), unavailable, "(HTTP 302)"),
        arguments(
            "moved to a file",
            ScriptedResponse.status(302).header("Location", "file:///etc/passwd"),
            protocol,
            "redirected to nowhere (HTTP 302)"),
        arguments(
            "moved to nonsense",
            ScriptedResponse.status(302).header("Location", "http://[nonsense"),
            protocol,
            "redirected to nowhere (HTTP 302)"),
        arguments("overloaded", ScriptedResponse.status(503), unavailable, "(HTTP 503)"),
        arguments(
            "a page",
            page.body("<html>expired</html>"),
            unavailable,
            "a page came in place of the picture"),
        arguments(
            "JSON", page.body("{\"error\":\"expired\"}"), unavailable, "a page came in place"),
        arguments("empty", page.body(""), unavailable, "the file is empty"),
        arguments(
            "cut in the header",
            serving(PICTURE).cutAfter(20),
            AnimusException.Unavailable.class,
            "cut short"),
        arguments(
            "cut",
            serving(PICTURE).cutAfter(60_000),
            AnimusException.Unavailable.class,
            "cut short"),
        arguments("endless", serving(PICTURE).endless(), protocol, "larger than 33554432 bytes"));
  }

  @Test
  void aHostThatResetsTheConnectionTwiceIsUnavailable() {
    studio.publishes(ScriptedResponse.status(200).connectionReset());
    studio.host.script(ScriptedResponse.status(200).connectionReset());

    AnimusException failure = (AnimusException) studio.failure();

    assertThat(failure)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("connection broke");
    assertThat(failure.mayHaveRun()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPictures")
  void aPictureThatCannotBeHadMayHaveBeenBilled(
      String name, ScriptedResponse served, Class<?> kind, String words) {
    studio.publishes(served);

    AnimusException failure = (AnimusException) studio.failure();

    assertThat(failure).isInstanceOf(kind).hasMessageContaining(words);
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(studio.host.requests()).hasSize(1);
  }

  @Test
  void redirectsAreFollowedThreeTimes() {
    ScriptedResponse moved =
        ScriptedResponse.status(307).header("Location", "/images/b.png?signed=2");
    studio.publishes(moved);
    studio.host.script(moved, moved, serving(PICTURE).cutAfter(5000));

    assertThat(studio.failure()).hasMessageContaining("cut short");
    assertThat(studio.host.requests()).hasSize(4);
    assertThat(studio.host.requests().get(3).path()).isEqualTo("/images/b.png?signed=2");
    assertThat(studio.host.requests())
        .noneMatch(request -> request.headers().containsKey("authorization"));
  }

  @Test
  void redirectsAreNotFollowedAFourthTime() {
    ScriptedResponse moved = ScriptedResponse.status(302).header("Location", "/images/b.png");
    studio.publishes(moved);
    studio.host.script(moved, moved, moved, serving(PICTURE));

    assertThat(studio.failure()).hasMessageContaining("redirected too often (HTTP 302)");
    assertThat(studio.host.requests()).hasSize(4);
  }

  @Test
  void anImageToUseIsFetchedWhole() {
    ImageDownload download =
        new ImageDownload(studio.http, studio.endpoint(), Retry.ofDelays(Duration.ofMillis(1)));
    URI logo = URI.create(studio.host.origin() + "/logo.png");
    studio.host.script(
        serving(PICTURE.getBuffer(0, 200)), // half of it
        serving(PICTURE).contentType("text/plain"),
        serving(PICTURE).endless(),
        serving(PICTURE).endless());

    ReferenceImage reference = download.reference(logo).blockingGet();

    assertThat(reference.bytes()).isEqualTo(PICTURE);
    assertThat(reference.mediaType()).isEqualTo("image/png");
    assertThat(download.reference(logo).materialize().blockingGet().getError())
        .hasMessageContaining("larger than 33554432 bytes");
  }

  @Test
  void anAddressInAnyLanguageIsFetched() {
    studio.answers("{\"output\":\"" + studio.host.origin() + "/images/füchsin.png\"}");
    studio.host.script(serving(PICTURE).cutAfter(9));

    studio.failure();

    assertThat(studio.host.requests().get(0).path()).isEqualTo("/images/f%C3%BCchsin.png");
  }

  @Test
  void anUnreachableHostIsNoReasonToDrawAgain() {
    studio.answers("{\"output\":\"http://127.0.0.1:1/a.png\"}");

    AnimusException failure = (AnimusException) studio.failure();

    assertThat(failure).isInstanceOf(AnimusException.Unavailable.class);
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure).hasCauseInstanceOf(AnimusException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5000})
  void aHostThatFallsSilentIsNotWaitedFor(long after) {
    studio.publishes(serving(PICTURE).stallAfter(after));

    assertThat(studio.failure(studio.impatientModel()))
        .isInstanceOf(AnimusException.Unavailable.class)
        .cause()
        .isInstanceOf(AnimusException.TimedOut.class)
        .extracting(failure -> ((AnimusException.TimedOut) failure).limit())
        .isEqualTo(AnimusException.Limit.GAP);
  }

  @Test
  void noMessageRepeatsThePromptTheKeyOrTheAddress() {
    studio.publishes(
        ScriptedResponse.status(404).body("{\"message\":\"Bearer secret-key of nobody\"}"));

    assertThat(studio.failure())
        .hasMessageNotContaining("fox")
        .hasMessageNotContaining("secret-key")
        .hasMessageNotContaining("signed");
  }
}
