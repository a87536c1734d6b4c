package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImageUpdate.AttemptFailed;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackImageModelTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final Image DRAWN = FakeImageModel.image("a fox");

  private final List<ImageRequest> others = new ArrayList<>();
  private final ImageModel other =
      request ->
          Single.fromSupplier(
              () -> {
                others.add(request);
                return DRAWN;
              });

  @Test
  void theSecondModelIsNotAskedAfterASuccess() {
    telling(FakeImageModel.progress(0), DRAWN).withFallback(other).stream(FOX)
        .test()
        .assertResult(FakeImageModel.progress(0), DRAWN);
    assertThat(others).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("takenElsewhere")
  void aFailureIsToldAndTheOtherIsAskedTheSame(AnimusException failure) {
    failing(failure).withFallback(other).stream(FOX).test().assertResult(failed(1, failure), DRAWN);
    failing(failure).withFallback(other).generate(FOX).test().assertResult(DRAWN);
    assertThat(others).containsExactly(FOX, FOX);
  }

  static Stream<AnimusException> takenElsewhere() {
    return Stream.of(
        FakeImageModel.unavailable(),
        new AnimusException.QuotaExhausted(FakeImageModel.ORIGIN, null),
        new AnimusException.RateLimited(FakeImageModel.ORIGIN, null),
        new AnimusException.Authentication(FakeImageModel.ORIGIN, "no key", null),
        new AnimusException.InvalidRequest(FakeImageModel.ORIGIN, "cannot refine"),
        new AnimusException.Protocol(FakeImageModel.ORIGIN, "junk", null));
  }

  @ParameterizedTest
  @MethodSource("takenNowhere")
  void contentPolicyAndCancellationAreNotRetriedElsewhere(Throwable failure) {
    failing(failure).withFallback(other).stream(FOX).test().assertFailure(failure.getClass());
    assertThat(others).isEmpty();
  }

  static Stream<Throwable> takenNowhere() {
    return Stream.of(
        FakeImageModel.refused(),
        new AnimusException.ContentPolicy(
            FakeImageModel.ORIGIN, AnimusException.Stage.OUTPUT, List.of()),
        new AnimusException.Cancelled(FakeImageModel.ORIGIN, "left"),
        new IllegalStateException("a bug"));
  }

  @Test
  void aRefusalHalfwayDownEndsTheLadder() {
    failing(FakeImageModel.unavailable())
        .withFallback(failing(FakeImageModel.refused()))
        .withFallback(other)
        .generate(FOX)
        .test()
        .assertFailure(AnimusException.ContentPolicy.class);
    assertThat(others).isEmpty();
  }

  @Test
  void nobodyIsAskedAfterAPictureWasDrawn() {
    AnimusException late = FakeImageModel.unavailable();
    StreamingImageModel two =
        request -> Flowable.<ImageUpdate>just(DRAWN).concatWith(Flowable.error(late));
    two.withFallback(other).stream(FOX).test().assertFailure(late.getClass(), DRAWN);
    assertThat(others).isEmpty();
  }

  @Test
  void attemptsAreCountedDownTheWholeLadder() {
    AnimusException down = FakeImageModel.unavailable();
    ImageModel twice = failing(down).withRetry(Retry.ofDelays(Duration.ZERO));
    TestSubscriber<ImageUpdate> caller =
        twice.withFallback(failing(down)).withFallback(other).stream(FOX).test();
    caller.awaitDone(30, SECONDS);
    caller.assertResult(failed(1, down), failed(2, down), failed(3, down), DRAWN);
  }

  @Test
  void theLastFailureIsTold() {
    AnimusException last = new AnimusException.QuotaExhausted(FakeImageModel.ORIGIN, null);
    failing(FakeImageModel.unavailable())
        .withFallback(failing(last))
        .generate(FOX)
        .test()
        .assertError(last);
  }

  @Test
  void somethingEasierCanBeAskedForInstead() {
    ImageModel small = request -> request.size() == null ? other.generate(request) : failed();
    small
        .withFallbackRequest(request -> ImageRequest.of(request.prompt()))
        .generate(FOX.withSize(4096, 4096))
        .test()
        .assertResult(DRAWN);
    assertThat(others).containsExactly(FOX);
  }

  @Test
  void aModelThatThrowsInsteadOfFailingIsTreatedAsOneThatFails() {
    ImageModel throwing =
        request -> {
          throw FakeImageModel.unavailable();
        };
    throwing.withFallback(other).generate(FOX).test().assertResult(DRAWN);
    throwing.withRetry(Retry.none()).withFallback(other).generate(FOX).test().assertResult(DRAWN);
  }

  @Test
  void leavingEndsWhoeverDraws() {
    FakeImageModel fakeImageModel = new FakeImageModel();
    failing(FakeImageModel.unavailable()).withFallback(fakeImageModel).stream(FOX).test().cancel();
    assertThat(fakeImageModel.cancelled).hasValue(1);
  }

  private static Single<Image> failed() {
    return Single.error(FakeImageModel.unavailable());
  }

  private static StreamingImageModel telling(ImageUpdate... parts) {
    return request -> Flowable.fromArray(parts);
  }

  private static StreamingImageModel failing(Throwable failure) {
    return request -> Flowable.error(failure);
  }

  private static ImageUpdate failed(int number, AnimusException failure) {
    return new AttemptFailed(new Attempt(number, Duration.ZERO, failure));
  }
}
