package dev.animus4j.image;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxTestContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@VertxTest
class CachedImagesTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  private final AtomicLong time = new AtomicLong();
  private final FakeImageModel fakeImageModel = new FakeImageModel();
  private final ImageModel model =
      fakeImageModel.withCache(
          Caffeine.newBuilder()
              .maximumSize(100)
              .expireAfterWrite(Duration.ofMinutes(1))
              .ticker(time::get));

  @TempDir private Path directory;

  @Test
  void anEqualRequestIsDrawnOnce() {
    TestObserver<Image> first = model.generate(FOX).test();
    Image image = fakeImageModel.draw();
    first.assertResult(image);
    found(FOX).assertResult(image.asCached());
    found(FOX).assertResult(image.asCached());
    assertThat(fakeImageModel.asked).hasSize(1);
  }

  @Test
  void nothingHappensBeforeSubscription() {
    var unused = model.generate(FOX);
    assertThat(fakeImageModel.asked).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("different")
  void whateverARequestSaysCounts(ImageRequest other) {
    model.generate(FOX).test();
    fakeImageModel.draw();
    model.generate(other).test();
    assertThat(fakeImageModel.asked).containsExactly(FOX, other);
  }

  static Stream<ImageRequest> different() {
    ReferenceImage logo = new ReferenceImage(Buffer.buffer("logo"), "image/png", null, null);
    return Stream.of(
        FOX.withPrompt("A fox"),
        FOX.withSize(1, 2),
        FOX.withSeed(1),
        FOX.withExtra("quality", "high"),
        FOX.withQuality("high"),
        FOX.withCount(2),
        FOX.withNegativePrompt("dogs"),
        FOX.withBackground("opaque"),
        FOX.withOutputFormat("webp"),
        FOX.withSteps(2),
        FOX.withGuidance(1),
        FOX.withStrength(1),
        FOX.withSource(URI.create("https://example.org/a.png")),
        FOX.withSource(FakeImageModel.image("a fox")),
        FOX.withReferenceImages(logo));
  }

  @ParameterizedTest
  @MethodSource("differentPairs")
  void detailsCountToo(ImageRequest one, ImageRequest other) {
    model.generate(one).test();
    fakeImageModel.draw();
    model.generate(other).test();
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  static Stream<List<ImageRequest>> pairs(boolean same) {
    Stream<List<ImageRequest>> different =
        Stream.of(
            List.of(FOX.withSize(1, 2), FOX.withSize(2, 1)),
            List.of(FOX.withExtra("a", 1), FOX.withExtra("a", "1")),
            List.of(FOX.withExtra("a", "b"), FOX.withExtra("b", "a")),
            List.of(
                FOX.withReferenceImages(asset("1", null)),
                FOX.withReferenceImages(asset("2", null))),
            List.of(
                FOX.withReferenceImages(asset("1", null)),
                FOX.withReferenceImages(asset("1", "face"))),
            List.of(
                FOX.withReferenceImages(asset("1", null), asset("2", null)),
                FOX.withReferenceImages(asset("2", null), asset("1", null))),
            List.of(
                FOX.withSource(FakeImageModel.image("x", "file:/a")),
                FOX.withSource(FakeImageModel.image("x", "file:/b"))));
    Stream<List<ImageRequest>> equal =
        Stream.of(
            List.of(FOX, ImageRequest.of("  a \n fox ")),
            List.of(ImageRequest.of("caf\u00e9"), ImageRequest.of("cafe\u0301")),
            List.of(
                FOX.withExtra("a", 1).withExtra("b", 2), FOX.withExtra("b", 2L).withExtra("a", 1)),
            List.of(
                FOX.withExtra("a", Map.of("x", 1, "y", 2, "z", 3)),
                FOX.withExtra("a", new TreeMap<>(Map.of("z", 3, "y", 2, "x", 1)))),
            List.of(
                FOX.withReferenceImages(asset("1", "logo")),
                FOX.withReferenceImages(asset("1", "logo"))),
            List.of(
                FOX.withSource(FakeImageModel.image("x", "file:/a")),
                FOX.withSource(FakeImageModel.image("y", "file:/a").asCached())));
    return same ? equal : different;
  }

  static Stream<Arguments> differentPairs() {
    return pairs(false).map(pair -> Arguments.of(pair.toArray()));
  }

  static Stream<Arguments> equalPairs() {
    return pairs(true).map(pair -> Arguments.of(pair.toArray()));
  }

  @ParameterizedTest
  @MethodSource("equalPairs")
  void equivalentRequestsHitTheCache(ImageRequest one, ImageRequest other) {
    model.generate(one).test();
    fakeImageModel.draw();
    found(other).assertValue(Image::cached);
    assertThat(fakeImageModel.asked).containsExactly(one);
  }

  @Test
  void requestsThatCannotBeComparedAreNotCached() {
    ImageRequest odd = FOX.withExtra("callback", new Object());
    for (int i = 1; i <= 2; i++) {
      TestObserver<Image> caller = model.generate(odd).test();
      caller.assertNotComplete();
      caller.assertValueCount(0);
      fakeImageModel.draw();
      caller.assertComplete();
    }
    assertThat(fakeImageModel.asked).containsExactly(odd, odd);
  }

  @Test
  void concurrentRequestsWaitForOneCall() {
    TestSubscriber<ImageUpdate> first = model.stream(FOX).test();
    fakeImageModel.latest().onNext(FakeImageModel.progress(0));
    TestSubscriber<ImageUpdate> second = model.stream(FOX).test();
    fakeImageModel.latest().onNext(FakeImageModel.progress(1));
    Image image = fakeImageModel.draw();
    first.assertResult(FakeImageModel.progress(0), FakeImageModel.progress(1), image);
    second.assertResult(FakeImageModel.progress(0), FakeImageModel.progress(1), image);
    assertThat(fakeImageModel.asked).hasSize(1);
  }

  @Test
  void aLateSubscriberGetsImagesButNoProgress() {
    TestSubscriber<ImageUpdate> first = model.stream(FOX).test();
    fakeImageModel.latest().onNext(FakeImageModel.progress(0));
    Image one = FakeImageModel.image("1");
    fakeImageModel.latest().onNext(one);
    TestSubscriber<ImageUpdate> second = model.stream(FOX).test();
    second.assertValues(one.asCached()).assertNotComplete();
    Image two = FakeImageModel.image("2");
    fakeImageModel.latest().onNext(two);
    fakeImageModel.latest().onComplete();
    first.assertResult(FakeImageModel.progress(0), one, two);
    second.assertResult(one.asCached(), two.asCached());
    TestSubscriber<ImageUpdate> third = model.stream(FOX).test();
    third.awaitDone(30, SECONDS).assertResult(one.asCached(), two.asCached());
  }

  @Test
  void aFailureIsToldToAllWhoWaitAndForgottenQuietly() throws Exception {
    String log =
        logged(
            () -> {
              TestObserver<Image> first = model.generate(FOX).test();
              TestObserver<Image> second = model.generate(FOX).test();
              AnimusException failure = FakeImageModel.unavailable();
              fakeImageModel.latest().onError(failure);
              first.assertError(failure);
              second.assertError(failure);
            });
    assertThat(log).isEmpty();
    TestObserver<Image> again = model.generate(FOX).test();
    assertThat(fakeImageModel.asked).hasSize(2);
    again.assertValueCount(0);
    fakeImageModel.draw();
    again.assertComplete();
  }

  @Test
  void aPictureBeforeAFailureIsNotKept() {
    TestSubscriber<ImageUpdate> caller = model.stream(FOX).test();
    fakeImageModel.latest().onNext(FakeImageModel.image("1"));
    fakeImageModel.latest().onError(FakeImageModel.unavailable());
    caller.assertError(AnimusException.Unavailable.class);
    model.generate(FOX).test();
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  @Test
  void onlyTheLastCancelStopsTheSharedCall() {
    TestObserver<Image> first = model.generate(FOX).test();
    TestObserver<Image> second = model.generate(FOX).test();
    first.dispose();
    assertThat(fakeImageModel.cancelled).hasValue(0);
    second.dispose();
    assertThat(fakeImageModel.cancelled).hasValue(1);
    TestObserver<Image> third = model.generate(FOX).test();
    assertThat(fakeImageModel.asked).hasSize(2);
    third.assertNotComplete();
    third.assertValueCount(0);
    fakeImageModel.draw();
    third.assertComplete();
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    TestObserver<Image> first = model.generate(FOX).test();
    model.generate(FOX).test();
    first.dispose();
    first.dispose();
    assertThat(fakeImageModel.cancelled).hasValue(0);
  }

  @Test
  void allImagesAreCachedThoughTheCallerTookOnlyTheFirst() {
    model.generate(FOX).test();
    fakeImageModel.latest().onNext(FakeImageModel.image("1"));
    assertThat(fakeImageModel.cancelled).hasValue(0);
    fakeImageModel.latest().onNext(FakeImageModel.image("2"));
    fakeImageModel.latest().onComplete();
    TestSubscriber<ImageUpdate> later = model.stream(FOX).test();
    later.awaitDone(30, SECONDS).assertValueCount(2).assertComplete();
    assertThat(fakeImageModel.asked).hasSize(1);
  }

  @Test
  void entriesExpireAsTheBoundsSay() {
    model.generate(FOX).test();
    fakeImageModel.draw();
    time.addAndGet(Duration.ofSeconds(59).toNanos());
    found(FOX).assertValue(Image::cached);
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    model.generate(FOX).test();
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  @Test
  void aPictureWhoseFileIsGoneIsDrawnAgain() throws Exception {
    Path file = Files.createFile(directory.resolve("a fox.png"));
    Image kept = FakeImageModel.image("a fox", file.toUri().toString());
    TestObserver<Image> first = model.generate(FOX).test();
    fakeImageModel.latest().onNext(kept);
    fakeImageModel.latest().onComplete();
    first.assertResult(kept);
    found(FOX).assertResult(kept.asCached());
    Files.delete(file);
    TestObserver<Image> second = model.generate(FOX).test();
    eventually(() -> fakeImageModel.asked.size() == 2);
    Image again = fakeImageModel.draw();
    second.awaitDone(30, SECONDS).assertResult(again);
    found(FOX).assertResult(again.asCached());
  }

  @Test
  void aModelThatDrewNothingIsAskedAgain() {
    TestSubscriber<ImageUpdate> nothing = model.stream(FOX).test();
    fakeImageModel.latest().onComplete();
    nothing.assertResult();
    model.stream(FOX).test();
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  @Test
  void aSlowSubscriberDoesNotKeepTheOthersWaiting() {
    TestSubscriber<ImageUpdate> slow = model.stream(FOX).test(0);
    TestSubscriber<ImageUpdate> fast = model.stream(FOX).test();
    Image image = fakeImageModel.draw();
    fast.assertResult(image);
    slow.assertNoValues().request(1);
    slow.assertResult(image);
  }

  @Test
  void eachIsToldOnItsOwnContext(Vertx vertx, VertxTestContext test) {
    Checkpoint told = test.checkpoint(3);
    for (int i = 0; i < 3; i++) {
      Context context = contextOfItsOwn(vertx);
      Promise<Void> subscribed = Promise.promise();
      context.runOnContext(
          v -> {
            model.stream(FOX)
                .doOnNext(update -> assertThat(Vertx.currentContext()).isSameAs(context))
                .subscribe(update -> told.flag(), test::failNow);
            subscribed.complete();
          });
      subscribed.future().await();
    }
    eventually(() -> fakeImageModel.asked.size() == 1);
    fakeImageModel.draw();
  }

  private static Context contextOfItsOwn(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  private TestObserver<Image> found(ImageRequest request) {
    return model.generate(request).test().awaitDone(30, SECONDS);
  }

  private static ReferenceImage asset(String bytes, @Nullable String role) {
    return new ReferenceImage(Buffer.buffer(bytes), "image/png", role, null);
  }

  private static String logged(Runnable action) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }
}
