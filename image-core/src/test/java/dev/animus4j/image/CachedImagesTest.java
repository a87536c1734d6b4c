package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CachedImagesTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  private final AtomicLong time = new AtomicLong();
  private final Easel easel = new Easel();
  private final ImageModel model =
      easel.caching(
          Caffeine.newBuilder()
              .maximumSize(100)
              .expireAfterWrite(Duration.ofMinutes(1))
              .ticker(time::get));

  @TempDir private Path directory;

  @Test
  void anEqualRequestIsDrawnOnce() {
    TestObserver<Image> first = model.generate(FOX).test();
    Image image = easel.draw();
    first.assertResult(image);
    found(FOX).assertResult(image.fromCache());
    found(FOX).assertResult(image.fromCache());
    assertThat(easel.asked).hasSize(1);
  }

  @Test
  void nothingHappensBeforeSubscription() {
    var unused = model.generate(FOX);
    assertThat(easel.asked).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("different")
  void whateverARequestSaysCounts(ImageRequest other) {
    model.generate(FOX).test();
    easel.draw();
    model.generate(other).test();
    assertThat(easel.asked).containsExactly(FOX, other);
  }

  static Stream<ImageRequest> different() {
    Asset logo = new Asset(Buffer.buffer("logo"), "image/png", null, null);
    return Stream.of(
        FOX.saying("A fox"),
        FOX.size(1, 2),
        FOX.seed(1),
        FOX.with("quality", "high"),
        FOX.changing(URI.create("https://example.org/a.png")),
        FOX.changing(Easel.image("a fox")),
        FOX.assets(logo));
  }

  @ParameterizedTest
  @MethodSource("differentPairs")
  void detailsCountToo(ImageRequest one, ImageRequest other) {
    model.generate(one).test();
    easel.draw();
    model.generate(other).test();
    assertThat(easel.asked).hasSize(2);
  }

  static Stream<List<ImageRequest>> pairs(boolean same) {
    Stream<List<ImageRequest>> different =
        Stream.of(
            List.of(FOX.size(1, 2), FOX.size(2, 1)),
            List.of(FOX.with("a", 1), FOX.with("a", "1")),
            List.of(FOX.with("a", "b"), FOX.with("b", "a")),
            List.of(FOX.assets(asset("1", null)), FOX.assets(asset("2", null))),
            List.of(FOX.assets(asset("1", null)), FOX.assets(asset("1", "face"))),
            List.of(
                FOX.assets(asset("1", null), asset("2", null)),
                FOX.assets(asset("2", null), asset("1", null))),
            List.of(
                FOX.changing(Easel.image("x", "file:/a")),
                FOX.changing(Easel.image("x", "file:/b"))));
    Stream<List<ImageRequest>> equal =
        Stream.of(
            List.of(FOX, ImageRequest.of("  a \n fox ")),
            List.of(ImageRequest.of("caf\u00e9"), ImageRequest.of("cafe\u0301")),
            List.of(FOX.with("a", 1).with("b", 2), FOX.with("b", 2L).with("a", 1)),
            List.of(
                FOX.with("a", Map.of("x", 1, "y", 2, "z", 3)),
                FOX.with("a", new TreeMap<>(Map.of("z", 3, "y", 2, "x", 1)))),
            List.of(FOX.assets(asset("1", "logo")), FOX.assets(asset("1", "logo"))),
            List.of(
                FOX.changing(Easel.image("x", "file:/a")),
                FOX.changing(Easel.image("y", "file:/a").fromCache())));
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
  void whatSaysTheSameIsEqual(ImageRequest one, ImageRequest other) {
    model.generate(one).test();
    easel.draw();
    found(other).assertValue(Image::cached);
    assertThat(easel.asked).containsExactly(one);
  }

  @Test
  void whatCannotBeComparedIsNotCached() {
    ImageRequest odd = FOX.with("callback", new Object());
    for (int i = 1; i <= 2; i++) {
      TestObserver<Image> caller = model.generate(odd).test();
      caller.assertNotComplete();
      caller.assertValueCount(0);
      easel.draw();
      caller.assertComplete();
    }
    assertThat(easel.asked).containsExactly(odd, odd);
  }

  @Test
  void concurrentRequestsWaitForOneCall() {
    TestSubscriber<ImagePart> first = model.stream(FOX).test();
    easel.latest().onNext(Easel.progress(0));
    TestSubscriber<ImagePart> second = model.stream(FOX).test();
    easel.latest().onNext(Easel.progress(1));
    Image image = easel.draw();
    first.assertResult(Easel.progress(0), Easel.progress(1), image);
    second.assertResult(Easel.progress(0), Easel.progress(1), image);
    assertThat(easel.asked).hasSize(1);
  }

  @Test
  void whoComesAfterThePictureFindsItAndNothingOfItsMaking() {
    TestSubscriber<ImagePart> first = model.stream(FOX).test();
    easel.latest().onNext(Easel.progress(0));
    Image one = Easel.image("1");
    easel.latest().onNext(one);
    TestSubscriber<ImagePart> second = model.stream(FOX).test();
    second.assertValues(one.fromCache()).assertNotComplete();
    Image two = Easel.image("2");
    easel.latest().onNext(two);
    easel.latest().onComplete();
    first.assertResult(Easel.progress(0), one, two);
    second.assertResult(one.fromCache(), two.fromCache());
    TestSubscriber<ImagePart> third = model.stream(FOX).test();
    third.awaitDone(30, SECONDS).assertResult(one.fromCache(), two.fromCache());
  }

  @Test
  void aFailureIsToldToAllWhoWaitAndForgottenQuietly() throws Exception {
    String log =
        logged(
            () -> {
              TestObserver<Image> first = model.generate(FOX).test();
              TestObserver<Image> second = model.generate(FOX).test();
              AnimusException failure = Easel.unavailable();
              easel.latest().onError(failure);
              first.assertError(failure);
              second.assertError(failure);
            });
    assertThat(log).isEmpty();
    TestObserver<Image> again = model.generate(FOX).test();
    assertThat(easel.asked).hasSize(2);
    again.assertValueCount(0);
    easel.draw();
    again.assertComplete();
  }

  @Test
  void aPictureBeforeAFailureIsNotKept() {
    TestSubscriber<ImagePart> caller = model.stream(FOX).test();
    easel.latest().onNext(Easel.image("1"));
    easel.latest().onError(Easel.unavailable());
    caller.assertError(AnimusException.Unavailable.class);
    model.generate(FOX).test();
    assertThat(easel.asked).hasSize(2);
  }

  @Test
  void whoLeavesDoesNotTakeItFromTheOthersButTheLastOneEndsIt() {
    TestObserver<Image> first = model.generate(FOX).test();
    TestObserver<Image> second = model.generate(FOX).test();
    first.dispose();
    assertThat(easel.cancelled).hasValue(0);
    second.dispose();
    assertThat(easel.cancelled).hasValue(1);
    TestObserver<Image> third = model.generate(FOX).test();
    assertThat(easel.asked).hasSize(2);
    third.assertNotComplete();
    third.assertValueCount(0);
    easel.draw();
    third.assertComplete();
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    TestObserver<Image> first = model.generate(FOX).test();
    model.generate(FOX).test();
    first.dispose();
    first.dispose();
    assertThat(easel.cancelled).hasValue(0);
  }

  @Test
  void whatWasDrawnIsKeptAlthoughItsCallerWentWithTheFirstPicture() {
    model.generate(FOX).test();
    easel.latest().onNext(Easel.image("1"));
    assertThat(easel.cancelled).hasValue(0);
    easel.latest().onNext(Easel.image("2"));
    easel.latest().onComplete();
    TestSubscriber<ImagePart> later = model.stream(FOX).test();
    later.awaitDone(30, SECONDS).assertValueCount(2).assertComplete();
    assertThat(easel.asked).hasSize(1);
  }

  @Test
  void entriesExpireAsTheBoundsSay() {
    model.generate(FOX).test();
    easel.draw();
    time.addAndGet(Duration.ofSeconds(59).toNanos());
    found(FOX).assertValue(Image::cached);
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    model.generate(FOX).test();
    assertThat(easel.asked).hasSize(2);
  }

  @Test
  void aPictureWhoseFileIsGoneIsDrawnAgain() throws Exception {
    Path file = Files.createFile(directory.resolve("a fox.png"));
    Image kept = Easel.image("a fox", file.toUri().toString());
    TestObserver<Image> first = model.generate(FOX).test();
    easel.latest().onNext(kept);
    easel.latest().onComplete();
    first.assertResult(kept);
    found(FOX).assertResult(kept.fromCache());
    Files.delete(file);
    TestObserver<Image> second = model.generate(FOX).test();
    Eventually.eventually(() -> easel.asked.size() == 2);
    Image again = easel.draw();
    second.awaitDone(30, SECONDS).assertResult(again);
    found(FOX).assertResult(again.fromCache());
  }

  @Test
  void aModelThatDrewNothingIsAskedAgain() {
    TestSubscriber<ImagePart> nothing = model.stream(FOX).test();
    easel.latest().onComplete();
    nothing.assertResult();
    model.stream(FOX).test();
    assertThat(easel.asked).hasSize(2);
  }

  @Test
  void aSlowSubscriberDoesNotKeepTheOthersWaiting() {
    TestSubscriber<ImagePart> slow = model.stream(FOX).test(0);
    TestSubscriber<ImagePart> fast = model.stream(FOX).test();
    Image image = easel.draw();
    fast.assertResult(image);
    slow.assertNoValues().request(1);
    slow.assertResult(image);
  }

  @Test
  void eachIsToldOnItsOwnContext() throws Exception {
    try (TestVertx watched = new TestVertx()) {
      Vertx vertx = watched.vertx();
      List<CompletableFuture<Boolean>> told = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Boolean> athome = new CompletableFuture<>();
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        Context context = contextOfItsOwn(vertx);
        context.runOnContext(
            v -> {
              Context here = Vertx.currentContext();
              Flowable<ImagePart> parts = model.stream(FOX);
              parts.subscribe(
                  part -> athome.complete(Vertx.currentContext() == here),
                  athome::completeExceptionally);
              subscribed.complete(null);
            });
        subscribed.get(30, SECONDS);
        told.add(athome);
      }
      Eventually.eventually(() -> easel.asked.size() == 1);
      easel.draw();
      for (CompletableFuture<Boolean> athome : told) {
        assertThat(athome.get(30, SECONDS)).isTrue();
      }
    }
  }

  private static Context contextOfItsOwn(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  private TestObserver<Image> found(ImageRequest request) {
    return model.generate(request).test().awaitDone(30, SECONDS);
  }

  private static Asset asset(String bytes, @Nullable String role) {
    return new Asset(Buffer.buffer(bytes), "image/png", role, null);
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
