package dev.animus4j.image.provider.animus;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.FOX;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.image.provider.VirtualClock;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class AnimusGenerationsEndTest {
  private static AnimusImagesFixture studio;
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final VirtualClock clock = new VirtualClock();
  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
    on("create", "{'generation_id':'gen_1','status':'queued'}");
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(() -> studio.provider.openRequests() == 0);
    eventually(() -> studio.host.openRequests() == 0);
    clock.awaitWaiting(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'completed','result_urls':['URL']}",
        "{'status':'COMPLETED','progress':100,'result_urls':['URL'],'error':null}",
        "{'status':'Succeeded','result_urls':['URL'],'error':''}",
        "{'status':'rendering','progress':99,'result_urls':['URL']}",
        "{'result_urls':['URL'],'error':'one of two failed'}",
        "{'status':7,'result_urls':'URL','more':{}}"
      })
  void resultsAreTheEndInWhateverWords(String answer) {
    on("gen_1", answer.replace("URL", studio.host.origin() + "/fox.png"));
    studio.host.script(serving(drawn("png", 20, 15)));

    TestSubscriber<ImageUpdate> drawing = asked(1);

    assertThat(drawing.awaitDone(30, TimeUnit.SECONDS).assertComplete().values())
        .last()
        .isInstanceOf(Image.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'status':'failed','error':'worker lost'} | gen_1 failed: worker lost",
        "{'status':'FAILED'}                                               | FAILED",
        "{'status':'Error','error':{'message':'out of memory'}}            | Error: out of memory",
        "{'status':'warming up','error':'no such character'}               | warming up: no such",
        "{'status':'failed','result_urls':['http://127.0.0.1:1/a.png']}    | failed",
        "{'error':true}                                                    | true"
      })
  void aFailureIsToldWithTheStatusAsItCame(String answer, String words) {
    on("gen_1", answer);

    AnimusException failure = failure(asked(1));

    assertThat(failure).isInstanceOf(AnimusException.Unavailable.class).hasMessageContaining(words);
    assertThat(failure.mayHaveRun()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "CANCELED"})
  void oneThatWasCancelledThereIsToldAsSuch(String status) {
    on("gen_1", "{'status':'" + status + "'}");

    AnimusException failure = failure(asked(1));

    assertThat(failure).isInstanceOf(AnimusException.Cancelled.class).hasMessageContaining(status);
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure.origin().requestId()).isEqualTo("gen_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'status':'completed'}", "{'status':'succeeded','result_urls':[' ']}"})
  void anEndWithoutAPictureIsAFailureIfNoneComes(String answer) {
    for (int question = 0; question < 6; question++) {
      on("gen_1", answer);
    }

    AnimusException failure = failure(asked(6));

    assertThat(failure)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("without a picture");
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure.origin().requestId()).isEqualTo("gen_1");
  }

  @Test
  void resultsMayComeSomePollsAfterTheEnd() {
    on("gen_1", "{'status':'completed','result_urls':[]}");
    on("gen_1", "{'status':'completed'}");
    on("gen_1", "{'status':'completed','result_urls':['" + studio.host.origin() + "/fox.png']}");
    studio.host.script(serving(drawn("png", 20, 15)));

    assertThat(asked(3).awaitDone(30, TimeUnit.SECONDS).assertComplete().values())
        .last()
        .isInstanceOf(Image.class);
  }

  @Test
  void aPageBetweenTwoQuestionsIsNotTheEnd() {
    studio.provider.script(
        ScriptedResponse.status(200)
            .forPath("gen_1")
            .contentType("text/html")
            .body("<html>just a moment</html>"));
    on("gen_1", "{'status':'failed','error':'reached'}");
    TestSubscriber<ImageUpdate> drawing = asked(1);

    clock.passes(Duration.ofSeconds(8), 2);

    assertThat(failure(drawing)).hasMessageContaining("reached");
  }

  @Test
  void anOrderCanHaveEndedAtOnce() {
    studio.provider.reset();
    on("create", "{'generation_id':'gen_1','status':'failed','message':'x','error':'too dull'}");

    assertThat(failure(asked(0))).hasMessageContaining("too dull");
  }

  @Test
  void anOrderWithoutANumberCannotBeAskedAfter() {
    studio.provider.reset();
    on("create", "{'status':'queued'}");

    assertThat(failure(asked(0)))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("no generation id");
  }

  @Test
  void noCreditIsQuotaAndNothingIsAskedAfter() {
    studio.provider.reset();
    studio.provider.script(
        ScriptedResponse.status(402)
            .body("{\"error\":\"insufficient_credits\",\"message\":\"No credit\"}"));

    AnimusException failure = failure(asked(0));

    assertThat(failure)
        .isInstanceOf(AnimusException.QuotaExhausted.class)
        .hasMessageContaining("No credit");
    assertThat(failure.isTransient()).isFalse();
    assertThat(studio.provider.requests()).hasSize(1);
  }

  @Test
  void aQuestionThatFailsForNowIsAskedAgain() {
    studio.provider.script(ScriptedResponse.status(503).forPath("gen_1"));
    studio.provider.script(
        ScriptedResponse.status(429).forPath("gen_1").header("Retry-After", "7"));
    ScriptedResponse reset = ScriptedResponse.ruleBased().forPath("gen_1").connectionReset();
    studio.provider.script(reset);
    studio.provider.script(reset); // the first is tried again at once: the connection was reused
    on("gen_1", "{'status':'failed','error':'reached'}");
    TestSubscriber<ImageUpdate> drawing = asked(1);

    clock.passes(Duration.ofSeconds(1), 2);
    clock.passes(Duration.ofSeconds(8), 2);
    clock.passes(Duration.ofSeconds(8), 2);

    assertThat(failure(drawing)).hasMessageContaining("reached");
  }

  @Test
  void aQuestionThatIsNeverAnsweredEndsInAFailureThatIsNotRepeated() {
    for (int time = 0; time < 6; time++) {
      studio.provider.script(ScriptedResponse.status(503).forPath("gen_1"));
    }
    TestSubscriber<ImageUpdate> drawing =
        model(Timeouts.images()).withRetry(Retry.images().withTiming(clock.pace())).stream(FOX)
            .test();
    for (int time = 0; time < 6; time++) {
      clock.passes(Duration.ofSeconds(31), 2);
    }

    AnimusException failure = failure(drawing);

    assertThat(failure).isInstanceOf(AnimusException.Unavailable.class);
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure.origin().requestId()).isEqualTo("gen_1");
    assertThat(studio.provider.requests()).hasSize(7);
  }

  @Test
  void aGenerationThatIsNotKnownForAMomentIsAskedAfterAgain() {
    for (int question = 0; question < 3; question++) {
      studio.provider.script(ScriptedResponse.status(404).forPath("gen_1"));
    }
    on("gen_1", "{'status':'failed','error':'reached'}");

    assertThat(failure(asked(4))).hasMessageContaining("reached");
  }

  @Test
  void oneThatIsNotKnownAnyMoreHasFailed() {
    for (int question = 0; question < 4; question++) {
      studio.provider.script(ScriptedResponse.status(404).forPath("gen_1"));
    }

    AnimusException failure = failure(asked(4));

    assertThat(failure).isInstanceOf(AnimusException.Protocol.class);
    assertThat(failure.origin().requestId()).isEqualTo("gen_1");
  }

  @Test
  void aQuestionThatIsRefusedIsNotRepeated() {
    studio.provider.script(
        ScriptedResponse.status(401).forPath("gen_1").body("{\"message\":\"gone\"}"));

    AnimusException failure = failure(asked(1));

    assertThat(failure).hasMessageContaining("gone");
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure.isTransient()).isFalse();
    assertThat(failure.origin().requestId()).isEqualTo("gen_1");
    assertThat(studio.provider.requests()).hasSize(2);
  }

  @Test
  void isGivenUpWhenItTakesTooLong() {
    for (int time = 0; time < 4; time++) {
      on("gen_1", "{'status':'In Queue','progress':5}");
    }
    studio.provider.script(
        ScriptedResponse.status(200).forPath("gen_1").delay(Duration.ofMinutes(1)));
    TestSubscriber<ImageUpdate> drawing = asked(5);
    eventually(() -> studio.provider.requests().size() == 6);

    clock.passes(Duration.ofMinutes(5), 1);

    AnimusException failure = failure(drawing);
    assertThat(failure)
        .isInstanceOf(AnimusException.TimedOut.class)
        .hasMessageContaining("300000 ms")
        .hasMessageContaining("gen_1 is In Queue 5");
    assertThat(((AnimusException.TimedOut) failure).limit()).isEqualTo(AnimusException.Limit.TOTAL);
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure.origin().requestId()).isEqualTo("gen_1");
  }

  @Test
  void picturesThatAreReadyInTimeAreToldBeforeThatTheOthersTookTooLong() {
    studio.provider.reset();
    String url = studio.host.origin() + "/fox.png";
    String ready = "{'generation_id':'gen_%d','status':'completed','result_urls':['" + url + "']}";
    String results =
        IntStream.range(1, 5).mapToObj(ready::formatted).collect(Collectors.joining(","));
    on(
        "create",
        "{'results':[" + results + ",{'generation_id':'gen_9','status':'x'},{'status':'y'}]}");
    for (int picture = 0; picture < 4; picture++) {
      studio.host.script(serving(drawn("png", 20, 15)));
    }
    TestSubscriber<ImageUpdate> drawing = model(Timeouts.images()).stream(FOX).test(1);
    eventually(() -> drawing.values().size() >= 1);

    clock.passes(Duration.ofMinutes(5), 2);
    drawing.assertNoErrors().request(9);

    AnimusException failure = failure(drawing);
    assertThat(failure).isInstanceOf(AnimusException.class);
    assertThat(drawing.values().stream().filter(Image.class::isInstance)).hasSize(4);
  }

  @Test
  void isGivenUpWhenNotEvenTheOrderIsAnswered() {
    studio.provider.reset();
    studio.provider.script(ScriptedResponse.ruleBased().delay(Duration.ofMinutes(1)));
    TestSubscriber<ImageUpdate> drawing = model(Timeouts.images()).stream(FOX).test();
    eventually(() -> studio.provider.openRequests() == 1);

    clock.passes(Duration.ofMinutes(5), 1);

    assertThat(failure(drawing)).isInstanceOf(AnimusException.TimedOut.class);
  }

  @Test
  void theFetchOfThePictureIsNotPartOfThat() {
    on("gen_1", "{'result_urls':['" + studio.host.origin() + "/fox.png']}");
    studio.host.script(serving(drawn("png", 20, 15)).stallAfter(30));
    TestSubscriber<ImageUpdate> drawing = asked(1);
    eventually(() -> studio.host.openRequests() == 1);

    clock.passes(Duration.ofMinutes(10), 0);

    drawing.assertNotComplete().assertNoErrors().cancel();
    eventually(() -> studio.files().isEmpty());
  }

  @Test
  void aCancelBetweenTwoQuestionsEndsThemAtOnceAndSendsNothing() {
    TestSubscriber<ImageUpdate> drawing = asked(0);
    clock.awaitWaiting(2);

    drawing.cancel();

    clock.awaitWaiting(0);
    clock.passes(Duration.ofHours(1), 0);
    assertThat(studio.provider.requests()).hasSize(1);
  }

  @Test
  void aCancelDuringAQuestionOrTheOrderEndsIt() {
    studio.provider.script(
        ScriptedResponse.status(200).forPath("gen_1").delay(Duration.ofMinutes(1)));
    TestSubscriber<ImageUpdate> drawing = asked(1);
    eventually(() -> studio.provider.requests().size() == 2);

    drawing.cancel();
    studio.provider.whenOpenRequests(0).await();
    assertThat(studio.provider.requests().get(1).isCancelledByClient()).isTrue();

    studio.provider.script(ScriptedResponse.status(200).delay(Duration.ofMinutes(1)));
    TestSubscriber<ImageUpdate> ordering = asked(0);
    eventually(() -> studio.provider.requests().size() == 3);
    ordering.cancel();
    studio.provider.whenOpenRequests(0).await();
    assertThat(studio.provider.requests()).hasSize(3);
  }

  static Stream<ImageRequest> impossible() {
    return Stream.of(
        FOX.withExtra("convert_to_video", true),
        FOX.withReferenceImages(new ReferenceImage(Buffer.buffer("x"), "image/png", "logo", null)),
        FOX.withSource(URI.create("data:image/png;base64,AAAA")));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void unsupportedRequestsAreRejectedBeforeAnythingIsSent(ImageRequest request) {
    TestSubscriber<ImageUpdate> drawing = model(Timeouts.images()).stream(request).test();

    assertThat(failure(drawing)).isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(studio.provider.requests()).isEmpty();
  }

  private static void on(String path, String body) {
    studio.provider.script(
        ScriptedResponse.status(200).forPath(path).body(body.replace('\'', '"')));
  }

  private AnimusAsyncImages model(Timeouts timeouts) {
    Endpoint endpoint =
        Endpoint.of(
            "Animus", studio.provider.origin() + "/v2", Credentials.key("secret-key"), timeouts);
    return AnimusAsyncImages.create(studio.http, endpoint, studio.store())
        .withPolling(AnimusPollingOptions.defaults().withTiming(clock.pace()));
  }

  /** A drawing that has been asked after so often. */
  private TestSubscriber<ImageUpdate> asked(int questions) {
    TestSubscriber<ImageUpdate> drawing = model(Timeouts.images()).stream(FOX).test();
    for (int question = 0; question < questions; question++) {
      clock.passes(INTERVAL, 2);
    }
    return drawing;
  }

  private static AnimusException failure(TestSubscriber<ImageUpdate> drawing) {
    AnimusException[] failure = new AnimusException[1];
    drawing
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(
            e -> {
              failure[0] = (AnimusException) e;
              return true;
            });
    return failure[0];
  }
}
